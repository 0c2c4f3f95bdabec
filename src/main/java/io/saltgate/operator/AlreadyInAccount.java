package io.saltgate.operator;

import io.saltgate.accounts.RuleRefused;

/** The person with this address already belongs to the account; its owners change roles. */
public class AlreadyInAccount extends RuleRefused {
    AlreadyInAccount() {
        super("account.member.already");
    }
}
