package io.saltgate.team;

import io.saltgate.accounts.RuleRefused;

/** The account has as many open invitations as it can have. */
public class TooManyInvitations extends RuleRefused {
    TooManyInvitations() {
        super("team.invitations.full");
    }
}
