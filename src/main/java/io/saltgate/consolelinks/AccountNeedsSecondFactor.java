package io.saltgate.consolelinks;

import io.saltgate.accounts.RuleRefused;

/** An owner requires a second factor of everyone in the account, and a guest has none. */
public class AccountNeedsSecondFactor extends RuleRefused {
    AccountNeedsSecondFactor() {
        super("account.needs.second.factor");
    }
}
