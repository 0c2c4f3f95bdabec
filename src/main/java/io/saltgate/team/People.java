package io.saltgate.team;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Names for "enabled by": of whoever did something in the account, members still or not. */
@Stateless
@ForOwnAccount
public class People {

    private final Users users;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected People() {
        this(null);
    }

    @Inject
    public People(Users users) {
        this.users = users;
    }

    /** Names by id; ids that are nobody's are missing. */
    @RolesAllowed(Permission.SEE_API)
    public Map<UUID, String> names(Caller caller, Collection<UUID> ids) {
        return users.names(ids);
    }
}
