package io.saltgate.team;

import static io.saltgate.accounts.Permission.CHANGE_API;
import static io.saltgate.accounts.Permission.CHANGE_TEAM;
import static io.saltgate.accounts.Permission.CHANGE_WEBHOOKS;
import static io.saltgate.accounts.Permission.CHANGE_WHITELIST;
import static io.saltgate.accounts.Permission.OWN_ACCOUNT;
import static io.saltgate.accounts.Permission.PAUSE_API;
import static io.saltgate.accounts.Permission.REVEAL_SECRETS;
import static io.saltgate.accounts.Permission.SEE_API;
import static io.saltgate.accounts.Permission.SEE_AUDIT;

import java.util.Set;

/** What a member may do in an account. */
public enum Role {
    OWNER(
            SEE_API,
            REVEAL_SECRETS,
            PAUSE_API,
            CHANGE_API,
            CHANGE_WHITELIST,
            CHANGE_WEBHOOKS,
            SEE_AUDIT,
            CHANGE_TEAM,
            OWN_ACCOUNT),
    ADMIN(SEE_API, REVEAL_SECRETS, PAUSE_API, CHANGE_API, CHANGE_WHITELIST, CHANGE_WEBHOOKS, SEE_AUDIT, CHANGE_TEAM),
    DEVELOPER(SEE_API, REVEAL_SECRETS, PAUSE_API, CHANGE_WEBHOOKS),
    AUDITOR(SEE_API, SEE_AUDIT);

    private final Set<String> permissions;

    Role(String... permissions) {
        this.permissions = Set.of(permissions);
    }

    public Set<String> permissions() {
        return permissions;
    }

    /** Whether a member of this role may give and take the other: only owners make and remove owners. */
    boolean mayHandle(Role other) {
        return permissions.contains(CHANGE_TEAM) && (other != OWNER || permissions.contains(OWN_ACCOUNT));
    }
}
