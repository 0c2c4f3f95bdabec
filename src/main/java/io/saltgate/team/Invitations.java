package io.saltgate.team;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.users.EmailAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The use cases on invitations, from the inside of an account. What the invited person does is in {@link Seats}. */
@Stateless
@ForOwnAccount
public class Invitations {

    /** Accepted and expired invitations of a page. */
    public static final int MAX_PAST = 25;

    /**
     * A row of the team page.
     *
     * @param at when it expires, expired or was accepted
     * @param delivery how its link gets to the person
     */
    public record View(
            UUID id, String email, Role role, Invitation.State state, Instant at, Invitation.Delivery delivery) {}

    /** An invitation with its new link; without it where that goes by mail. */
    public record Renewed(String email, Role role, Optional<InvitationToken> token) {}

    private final EntityManager em;
    private final TeamLock lock;
    private final Memberships memberships;
    private final Seats seats;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Invitations() {
        this(null, null, null, null, null);
    }

    @Inject
    public Invitations(@Database EntityManager em, TeamLock lock, Memberships memberships, Seats seats, Clock clock) {
        this.em = em;
        this.lock = lock;
        this.memberships = memberships;
        this.seats = seats;
        this.clock = clock;
    }

    /** Those that are open, oldest first; then the last ones that were accepted or have expired, newest first. */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public List<View> list(Caller caller) {
        Instant now = clock.instant();
        List<Invitation> all = new ArrayList<>(select(caller, "i.expiresAt > :now order by i.createdAt, i.id", now)
                .setMaxResults(Invitation.MAX_OPEN)
                .getResultList());
        all.addAll(select(caller, "i.expiresAt <= :now order by i.expiresAt desc, i.id", now)
                .setMaxResults(MAX_PAST)
                .getResultList());
        return all.stream()
                .map(each -> new View(
                        each.id(), each.email(), each.role(), each.state(now), each.expiresAt(), each.delivery()))
                .toList();
    }

    /**
     * Invites someone. An earlier invitation of the same address is no longer valid.
     *
     * @return the secret of the link, which nobody can ask for again; empty where mail is sent, by which the link goes
     *     to that person alone
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws AlreadyMember if the address is a member's, proved or not
     * @throws io.saltgate.accounts.RightMissing if the role, or that of an open invitation of the address, is an
     *     owner's and the caller isn't one
     * @throws TooManyInvitations if {@link Invitation#MAX_OPEN} others are open
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public Optional<InvitationToken> invite(Caller caller, EmailAddress email, Role role) {
        caller.requireRecentProof(clock.instant());
        TeamLock.Actor actor = lock.take(caller);
        actor.requireMayHandle(role);
        refuseIfMember(actor.account(), email);
        Instant now = clock.instant();
        for (Invitation before : select(caller, "i.email = :email and i.expiresAt > :now", now)
                .setParameter("email", email.value())
                .getResultList()) {
            actor.requireMayHandle(before.role());
        }
        return seats.open(caller, actor.account(), email, role);
    }

    /**
     * Gives an open or expired invitation a new link and another seven days. The old link no longer works.
     *
     * @return what is new; empty if the invitation was accepted,
     *     withdrawn or replaced
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws AlreadyMember if the address is a member's by now
     * @throws io.saltgate.accounts.RightMissing if it makes an owner and the caller isn't one
     * @throws TooManyInvitations if {@link Invitation#MAX_OPEN} others are open
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public Optional<Renewed> renew(Caller caller, UUID id) {
        caller.requireRecentProof(clock.instant());
        TeamLock.Actor actor = lock.take(caller);
        Optional<Invitation> found = find(actor, id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Invitation invitation = found.get();
        actor.requireMayHandle(invitation.role());
        refuseIfMember(actor.account(), EmailAddress.parse(invitation.email()).orElseThrow());
        seats.refuseIfFull(actor.account(), invitation.email());
        return Optional.of(new Renewed(invitation.email(), invitation.role(), seats.renew(caller, invitation)));
    }

    /**
     * Withdraws an invitation. One that is no longer there is no error.
     *
     * @return the address that it was for; empty if there was none
     * @throws io.saltgate.accounts.RightMissing if it makes an owner and the caller isn't one
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public Optional<String> withdraw(Caller caller, UUID id) {
        TeamLock.Actor actor = lock.take(caller);
        Optional<Invitation> found = find(actor, id);
        found.ifPresent(invitation -> {
            actor.requireMayHandle(invitation.role());
            seats.withdraw(caller, invitation);
        });
        return found.map(Invitation::email);
    }

    /** Unless it was accepted: what is left of that is a record. */
    private Optional<Invitation> find(TeamLock.Actor actor, UUID id) {
        return Optional.ofNullable(em.find(
                        Invitation.class, new InvitationId(actor.account().value(), id)))
                .filter(invitation -> invitation.state(clock.instant()) != Invitation.State.ACCEPTED);
    }

    private void refuseIfMember(AccountId account, EmailAddress email) {
        if (memberships.hasMember(account, email)) {
            throw new AlreadyMember();
        }
    }

    private TypedQuery<Invitation> select(Caller caller, String where, Instant now) {
        return em.createQuery("select i from Invitation i where i.accountId = :account and " + where, Invitation.class)
                .setParameter("account", caller.requireAccount().value())
                .setParameter("now", now);
    }
}
