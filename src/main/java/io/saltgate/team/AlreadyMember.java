package io.saltgate.team;

import io.saltgate.accounts.RuleRefused;

/** Whoever is invited belongs to the account already. */
public class AlreadyMember extends RuleRefused {
    AlreadyMember() {
        super("team.already.member");
    }
}
