package io.saltgate.team;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** The use cases on invitations, from the inside of an account. What the invited person does is in {@link Seats}. */
@Stateless
@ForOwnAccount
public class Invitations {

    private final EntityManager em;
    private final Accounts accounts;
    private final Users users;
    private final Memberships memberships;
    private final Seats seats;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Invitations() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public Invitations(
            @Database EntityManager em,
            Accounts accounts,
            Users users,
            Memberships memberships,
            Seats seats,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.users = users;
        this.memberships = memberships;
        this.seats = seats;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Those that are still open, oldest first. */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public List<Invitation> list(Caller caller) {
        return em.createQuery(
                        "select i from Invitation i where i.accountId = :account and i.expiresAt > :now order by i.createdAt",
                        Invitation.class)
                .setParameter("account", caller.requireAccount().value())
                .setParameter("now", clock.instant())
                .getResultList();
    }

    /**
     * Opens a seat. An earlier invitation of the same address is void from now on.
     *
     * @return the secret of the link, which nobody can ask for again
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws AlreadyMember if the address is a member's
     * @throws io.saltgate.accounts.RightMissing if the role is an owner's and the caller is none
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public InvitationToken invite(Caller caller, EmailAddress email, Role role) {
        caller.requireRecentProof(clock.instant());
        AccountId account = accounts.lock(caller.requireAccount()).id();
        Members.refuseUnlessMayHandle(caller, role);
        boolean member = users.find(email)
                .flatMap(user -> memberships.find(account, user.id()))
                .isPresent();
        if (member) {
            throw new AlreadyMember();
        }
        return seats.open(caller, account, email, role);
    }

    /**
     * Voids a link; one that is gone already is no error.
     *
     * @return whether there was one
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public boolean withdraw(Caller caller, UUID id) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        Invitation invitation = em.find(Invitation.class, new InvitationId(account.value(), id));
        if (invitation == null) {
            return false;
        }
        em.remove(invitation);
        announcements.announce(AccountEvent.of("invitation.withdrawn", caller, invitation.email()));
        return true;
    }
}
