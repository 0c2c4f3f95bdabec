package io.saltgate.team;

import io.saltgate.accounts.RuleRefused;

/** The form was made for a role that the member no longer has: nothing was done. */
public class MemberChanged extends RuleRefused {
    MemberChanged() {
        super("team.member.changed");
    }
}
