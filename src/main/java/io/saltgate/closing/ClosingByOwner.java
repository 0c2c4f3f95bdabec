package io.saltgate.closing;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.closing.AccountClosing.Stake;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;

/** The use cases of a team on the closing of its account. */
@Stateless
@ForOwnAccount
public class ClosingByOwner {

    private final Accounts accounts;
    private final AccountClosing closing;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ClosingByOwner() {
        this(null, null, null);
    }

    @Inject
    public ClosingByOwner(Accounts accounts, AccountClosing closing, Clock clock) {
        this.accounts = accounts;
        this.closing = closing;
        this.clock = clock;
    }

    /** What closing the account would end. */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public Stake assess(Caller caller) {
        return closing.assess(caller.requireAccount());
    }

    /**
     * Closes the account.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws io.saltgate.accounts.NotFound if it is closed already
     */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public void close(Caller caller) {
        caller.requireRecentProof(clock.instant());
        closing.close(caller, caller.requireAccount());
        closing.finish(caller.requireAccount());
    }

    /** The account, which is closed. */
    @RolesAllowed(Permission.SEE_CLOSED)
    public Account getClosed(Caller caller) {
        return accounts.get(caller.requireAccount());
    }

    /**
     * Reopens the account, with its API off.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws io.saltgate.accounts.ReopeningOver if its time is over
     */
    @RolesAllowed(Permission.REOPEN)
    public void reopen(Caller caller) {
        caller.requireRecentProof(clock.instant());
        closing.reopen(caller, caller.requireAccount());
        closing.finish(caller.requireAccount());
    }
}
