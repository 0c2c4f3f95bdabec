package io.saltgate.signin.sessions;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.team.Memberships;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;

/** The accounts that a person may choose from. */
@Stateless
@ForOwnAccount
public class OwnAccounts {

    private final Memberships members;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OwnAccounts() {
        this(null);
    }

    @Inject
    public OwnAccounts(Memberships members) {
        this.members = members;
    }

    @RolesAllowed(Permission.BE_SIGNED_IN)
    public List<Account> list(Caller caller) {
        return members.listAccounts(caller.requireUser());
    }

    /** Those that are closed, and can still be reopened. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public List<Account> listClosed(Caller caller) {
        return members.listClosedAccounts(caller.requireUser());
    }
}
