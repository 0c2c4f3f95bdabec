package io.saltgate.consolelinks;

import io.saltgate.accounts.RuleRefused;

/** The operator has suspended the account: nobody is led into it. */
public class AccountSuspended extends RuleRefused {
    AccountSuspended() {
        super("account.suspended");
    }
}
