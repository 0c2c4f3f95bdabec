package io.saltgate.operator;

import io.saltgate.accounts.RuleRefused;

/** Whoever has this address belongs to the account already; its owners change roles. */
public class AlreadyInAccount extends RuleRefused {
    AlreadyInAccount() {
        super("account.member.already");
    }
}
