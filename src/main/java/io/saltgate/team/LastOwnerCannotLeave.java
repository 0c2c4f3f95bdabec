package io.saltgate.team;

import io.saltgate.accounts.RuleRefused;

/** An account always has an owner: the last one can't leave, be removed or be demoted. */
public class LastOwnerCannotLeave extends RuleRefused {
    LastOwnerCannotLeave() {
        super("team.last.owner");
    }
}
