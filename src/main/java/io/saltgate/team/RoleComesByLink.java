package io.saltgate.team;

import io.saltgate.accounts.RuleRefused;

/** A guest's role is that of the console link, which the operator's product decides of; nobody changes it here. */
public class RoleComesByLink extends RuleRefused {
    RoleComesByLink() {
        super("team.role.by.link");
    }
}
