package io.saltgate.team;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RightMissing;
import io.saltgate.platform.db.Database;
import io.saltgate.users.User;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The use cases on members. Each change locks the account, so that of two owners who go at once one stays, and is
 * judged by the roles of that moment. A member's next request has the rights of the new role.
 */
@Stateless
@ForOwnAccount
public class Members {

    /**
     * A row of the team page.
     *
     * @param lastSeenAt when the member last used the console in this account, to within minutes; null if never
     * @param secondFactor whether the member has one
     * @param proved whether the address is proved; else it must be shown as not verified
     * @param guest whether the member comes by console links alone, which decide of the role
     */
    public record View(
            UUID userId,
            String name,
            String email,
            Role role,
            Instant joinedAt,
            @Nullable Instant lastSeenAt,
            boolean secondFactor,
            boolean proved,
            boolean guest) {}

    static final String SELECT = "select m, u from Member m, User u where u.id = m.userId and m.accountId = :account";

    private final EntityManager em;
    private final TeamLock lock;
    private final Memberships memberships;
    private final MemberChanges changes;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Members() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Members(
            @Database EntityManager em,
            TeamLock lock,
            Memberships memberships,
            Seats seats,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.lock = lock;
        this.memberships = memberships;
        this.changes = new MemberChanges(em, memberships, seats, announcements);
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Owners first, then by name. */
    @RolesAllowed(Permission.SEE_API)
    public List<View> list(Caller caller) {
        return em.createQuery(SELECT, Object[].class)
                .setParameter("account", caller.requireAccount().value())
                .getResultStream()
                .map(Members::view)
                .sorted(Comparator.comparing(View::role)
                        .thenComparing(View::name)
                        .thenComparing(View::email))
                .toList();
    }

    /** @throws NotFound if there is no such member */
    @RolesAllowed(Permission.SEE_API)
    public View get(Caller caller, UUID user) {
        return find(caller, user).orElseThrow(NotFound::new);
    }

    @RolesAllowed(Permission.SEE_API)
    public Optional<View> find(Caller caller, UUID user) {
        return em.createQuery(SELECT + " and m.userId = :user", Object[].class)
                .setParameter("account", caller.requireAccount().value())
                .setParameter("user", user)
                .getResultStream()
                .findFirst()
                .map(Members::view);
    }

    /**
     * Gets a member whom the caller may change.
     *
     * @throws NotFound if there is no such member
     * @throws RightMissing if it is an owner and the caller isn't
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public View getForChange(Caller caller, UUID user) {
        View member = get(caller, user);
        if (member.role() == Role.OWNER && !caller.may(Permission.OWN_ACCOUNT)) {
            throw new RightMissing();
        }
        return member;
    }

    /** Whether the caller is the only owner, who can't leave. */
    @RolesAllowed(Permission.SEE_API)
    public boolean isLastOwner(Caller caller) {
        return caller.may(Permission.OWN_ACCOUNT)
                && memberships.isLastOwner(caller.requireAccount(), caller.requireUser());
    }

    /**
     * Gives a member another role; nothing happens if it is the member's already.
     *
     * @param seen the role that the form showed
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws MemberChanged if it is no longer the member's
     * @throws RightMissing if either role is an owner's and the caller isn't one
     * @throws LastOwnerCannotLeave if nobody else is owner
     * @throws RoleComesByLink if it is a guest
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public void changeRole(Caller caller, UUID user, Role role, Role seen) {
        caller.requireRecentProof(clock.instant());
        TeamLock.Actor actor = lock.take(caller);
        Member member = find(actor, user);
        actor.requireMayHandle(member.role(), role);
        refuseUnless(member, seen);
        if (role != seen) {
            changes.refuseIfLastOwner(member);
            changes.change(caller, member, role, Map.of());
        }
    }

    /**
     * Makes another member owner in the caller's place: both roles change, or none.
     *
     * @param seen the role of that member that the form showed; not Owner
     * @param own the caller's role from then on; not Owner
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws MemberChanged if the member has another role by now
     * @throws RightMissing if the caller is no longer owner
     * @throws RoleComesByLink if either is a guest
     */
    @RolesAllowed(Permission.OWN_ACCOUNT)
    public void handOver(Caller caller, UUID user, Role seen, Role own) {
        caller.requireRecentProof(clock.instant());
        TeamLock.Actor actor = lock.take(caller);
        Member owner = actor.member();
        Member member = find(actor, user);
        actor.requireOwner();
        refuseUnless(member, seen);
        if (seen == Role.OWNER || own == Role.OWNER) {
            throw new IllegalArgumentException("a handover makes one owner and one member of another role");
        }
        // First the new owner, so that at no time there is none.
        changes.change(caller, member, Role.OWNER, Map.of("handedOverBy", owner.userId()));
        changes.change(caller, owner, own, Map.of("handedOverTo", member.userId()));
    }

    /**
     * Removes a member.
     *
     * @throws NotFound if there is no such member
     * @throws RightMissing if it is an owner and the caller isn't
     * @throws LastOwnerCannotLeave if nobody else is owner
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public void remove(Caller caller, UUID user) {
        TeamLock.Actor actor = lock.take(caller);
        Member member = find(actor, user);
        actor.requireMayHandle(member.role());
        changes.takeOut(caller, member);
        announcements.announce(AccountEvent.of("member.removed", caller, user).with("role", member.role()));
    }

    /**
     * The caller leaves the account.
     *
     * @throws LastOwnerCannotLeave if nobody else is owner
     */
    @RolesAllowed(Permission.SEE_API)
    public void leave(Caller caller) {
        Member member = lock.take(caller).member();
        changes.takeOut(caller, member);
        announcements.announce(
                AccountEvent.of("member.left", caller, member.userId()).with("role", member.role()));
    }

    private Member find(TeamLock.Actor actor, UUID user) {
        return memberships.find(actor.account(), user).orElseThrow(NotFound::new);
    }

    private static void refuseUnless(Member member, Role seen) {
        if (member.role() != seen) {
            throw new MemberChanged();
        }
    }

    static View view(Object[] row) {
        Member member = (Member) row[0];
        User user = (User) row[1];
        return new View(
                member.userId(),
                user.name(),
                user.email(),
                member.role(),
                member.joinedAt(),
                member.lastSeenAt(),
                user.hasSecondFactor(),
                user.isProved(),
                user.isGuest());
    }
}
