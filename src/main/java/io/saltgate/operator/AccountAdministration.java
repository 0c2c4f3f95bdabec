package io.saltgate.operator;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiStates;
import io.saltgate.operator.AccountProvisioning.Change;
import io.saltgate.operator.AccountProvisioning.NewExternalId;
import io.saltgate.platform.db.Database;
import io.saltgate.team.Invitation;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Memberships;
import io.saltgate.team.Role;
import io.saltgate.usage.LastCalls;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operator's use cases on one account, in the console: see how it is, change, suspend and resume it, invite owners.
 */
@Stateless
@ForOwnAccount
public class AccountAdministration {

    /** Owners and invitations that are shown. */
    public static final int MAX_SHOWN = 20;

    /**
     * How an account is.
     *
     * @param members how many people belong to it
     * @param owners the first {@value #MAX_SHOWN} of them, by address
     * @param invited invitations of owners that are still open, oldest first
     * @param api its API's state
     * @param lastCall within the 30 days that calls are kept for, up to five seconds late; allowed or not
     */
    public record View(
            Account account,
            long members,
            List<User> owners,
            List<Invitation> invited,
            ApiStates.Summary api,
            Optional<Instant> lastCall) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final AccountChanges changes;
    private final Memberships memberships;
    private final ApiStates api;
    private final LastCalls lastCalls;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccountAdministration() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public AccountAdministration(
            @Database EntityManager em,
            Accounts accounts,
            AccountChanges changes,
            Memberships memberships,
            ApiStates api,
            LastCalls lastCalls,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.changes = changes;
        this.memberships = memberships;
        this.api = api;
        this.lastCalls = lastCalls;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** @throws NotFound if there is no such account; a closed one is shown until its data is deleted, and after it */
    @RolesAllowed(Permission.OPERATE)
    public View get(Caller caller, AccountId id) {
        Account account = accounts.get(id);
        return new View(account, countMembers(id), owners(id), invited(id), api.summarize(id), lastCalls.find(id));
    }

    /**
     * Gives it another name, or another id of the operator's. What isn't given stays.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws io.saltgate.accounts.ExternalIdTaken if another account has it
     * @throws NotFound if there is no such account, or it was closed
     */
    @RolesAllowed(Permission.OPERATE)
    public void change(Caller caller, AccountId id, Optional<String> name, Optional<NewExternalId> externalId) {
        caller.requireRecentProof(clock.instant());
        changes.change(caller.asOperator(), id, new Change(name, externalId, Optional.empty(), null));
    }

    /**
     * Refuses its calls until the suspension is lifted; an account that is suspended already gets the reason.
     *
     * @param reason that its team is shown
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws NotFound if there is no such account, or it was closed
     */
    @RolesAllowed(Permission.OPERATE)
    public void suspend(Caller caller, AccountId id, String reason) {
        caller.requireRecentProof(clock.instant());
        changes.change(caller.asOperator(), id, suspended(true, plain(reason)));
    }

    /**
     * Changes the reason of a suspension; does nothing to an account that isn't suspended.
     *
     * @return whether it is suspended
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws NotFound if there is no such account, or it was closed
     */
    @RolesAllowed(Permission.OPERATE)
    public boolean changeReason(Caller caller, AccountId id, String reason) {
        caller.requireRecentProof(clock.instant());
        Change change = new Change(Optional.empty(), Optional.empty(), Optional.empty(), plain(reason));
        return changes.change(caller.asOperator(), id, change).isSuspended();
    }

    /**
     * Lifts a suspension; it is no error if there is none.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws NotFound if there is no such account, or it was closed
     */
    @RolesAllowed(Permission.OPERATE)
    public void resume(Caller caller, AccountId id) {
        caller.requireRecentProof(clock.instant());
        changes.change(caller.asOperator(), id, suspended(false, null));
    }

    /**
     * Invites an owner. An earlier invitation of the same address is no longer valid.
     *
     * @return the secret of the link, which can't be had again; empty where it goes by mail
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws AlreadyInAccount if the address is a member's
     * @throws NotFound if there is no such account, or it was closed
     */
    @RolesAllowed(Permission.OPERATE)
    public Optional<InvitationToken> inviteOwner(Caller caller, AccountId id, EmailAddress email) {
        caller.requireRecentProof(clock.instant());
        Account account = changes.lock(id);
        if (memberships.hasMember(id, email)) {
            throw new AlreadyInAccount();
        }
        return changes.invite(caller.asOperator(), account, email, Role.OWNER);
    }

    /**
     * Withdraws an owner's invitation.
     *
     * @return the address that it was for; empty if there is none, since it was accepted perhaps
     * @throws NotFound if there is no such account, or it was closed
     */
    @RolesAllowed(Permission.OPERATE)
    public Optional<String> withdrawInvitation(Caller caller, AccountId id, UUID invitation) {
        Account account = changes.lock(id);
        Optional<Invitation> open = em.createQuery(
                        "select i from Invitation i where i.accountId = :account and i.id = :id and i.role = :owner"
                                + " and i.expiresAt > :now",
                        Invitation.class)
                .setParameter("account", account.id().value())
                .setParameter("id", invitation)
                .setParameter("owner", Role.OWNER)
                .setParameter("now", clock.instant())
                .getResultStream()
                .findFirst();
        open.ifPresent(found -> {
            em.remove(found);
            announcements.announce(new AccountEvent(
                    "invitation.withdrawn", caller.asOperator(), account.id(), found.email(), Map.of()));
        });
        return open.map(Invitation::email);
    }

    private static String plain(String reason) {
        if (!Account.isReason(reason)) {
            throw new IllegalArgumentException("the reason is not one line of 1 to " + Account.MAX_REASON);
        }
        return reason.strip();
    }

    private static Change suspended(boolean suspended, @Nullable String reason) {
        return new Change(Optional.empty(), Optional.empty(), Optional.of(suspended), reason);
    }

    private long countMembers(AccountId id) {
        return em.createQuery("select count(m) from Member m where m.accountId = :account", Long.class)
                .setParameter("account", id.value())
                .getSingleResult();
    }

    private List<User> owners(AccountId id) {
        return em.createQuery(
                        "select u from Member m, User u where m.accountId = :account and m.role = :owner"
                                + " and u.id = m.userId and u.guest = false order by u.email",
                        User.class)
                .setParameter("account", id.value())
                .setParameter("owner", Role.OWNER)
                .setMaxResults(MAX_SHOWN)
                .getResultList();
    }

    private List<Invitation> invited(AccountId id) {
        return em.createQuery(
                        "select i from Invitation i where i.accountId = :account and i.role = :owner"
                                + " and i.expiresAt > :now order by i.createdAt, i.id",
                        Invitation.class)
                .setParameter("account", id.value())
                .setParameter("owner", Role.OWNER)
                .setParameter("now", clock.instant())
                .setMaxResults(MAX_SHOWN)
                .getResultList();
    }
}
