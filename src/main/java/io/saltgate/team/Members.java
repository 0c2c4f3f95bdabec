package io.saltgate.team;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RightMissing;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The use cases on members. Each change locks the account, so that of two owners who go at once one stays. What a member
 * may do follows from the role at each request: a change acts on the next one.
 */
@Stateless
@ForOwnAccount
public class Members {

    /** A row of the team page. */
    public record View(UUID userId, String name, String email, Role role, Instant joinedAt) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final Memberships memberships;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Members() {
        this(null, null, null, null, null);
    }

    @Inject
    public Members(
            @Database EntityManager em,
            Accounts accounts,
            Memberships memberships,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.memberships = memberships;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Owners first, then by name. */
    @RolesAllowed(Permission.SEE_API)
    public List<View> list(Caller caller) {
        return em.createQuery(
                        "select m, u.name, u.email from Member m, User u where u.id = m.userId and m.accountId = :account",
                        Object[].class)
                .setParameter("account", caller.requireAccount().value())
                .getResultStream()
                .map(row -> view((Member) row[0], (String) row[1], (String) row[2]))
                .sorted(Comparator.comparing(View::role)
                        .thenComparing(View::name)
                        .thenComparing(View::email))
                .toList();
    }

    @RolesAllowed(Permission.SEE_API)
    public View get(Caller caller, UUID user) {
        return list(caller).stream()
                .filter(member -> member.userId().equals(user))
                .findFirst()
                .orElseThrow(NotFound::new);
    }

    /**
     * Gives a member another role.
     *
     * @param seen the role that the form showed
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws MemberChanged if it is no longer the member's
     * @throws RightMissing if either role is an owner's and the caller is none
     * @throws LastOwnerCannotLeave if nobody else is owner
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public void changeRole(Caller caller, UUID user, Role role, Role seen) {
        caller.requireRecentProof(clock.instant());
        Member member = lock(caller, user);
        if (member.role() != seen) {
            throw new MemberChanged();
        }
        refuseUnlessMayHandle(caller, member.role());
        refuseUnlessMayHandle(caller, role);
        if (role != Role.OWNER) {
            refuseIfLastOwner(member);
        }
        member.changeRole(role);
        withdrawInvitationsBeyond(member, role);
        announcements.announce(AccountEvent.of("member.role.changed", caller, user)
                .with("from", seen)
                .with("to", role));
    }

    /**
     * Takes a member out.
     *
     * @throws NotFound if there is no such member
     * @throws RightMissing if it is an owner and the caller is none
     * @throws LastOwnerCannotLeave if nobody else is owner
     */
    @RolesAllowed(Permission.CHANGE_TEAM)
    public void remove(Caller caller, UUID user) {
        Member member = lock(caller, user);
        refuseUnlessMayHandle(caller, member.role());
        takeOut(member);
        announcements.announce(AccountEvent.of("member.removed", caller, user).with("role", member.role()));
    }

    /**
     * The caller goes.
     *
     * @throws LastOwnerCannotLeave if nobody else is owner
     */
    @RolesAllowed(Permission.SEE_API)
    public void leave(Caller caller) {
        Member member = lock(caller, caller.requireUser());
        takeOut(member);
        announcements.announce(
                AccountEvent.of("member.left", caller, member.userId()).with("role", member.role()));
    }

    private Member lock(Caller caller, UUID user) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        return memberships.find(account, user).orElseThrow(NotFound::new);
    }

    private void takeOut(Member member) {
        refuseIfLastOwner(member);
        em.createQuery("delete from Invitation i where i.accountId = :account and i.createdBy = :user")
                .setParameter("account", member.account().value())
                .setParameter("user", member.userId())
                .executeUpdate();
        em.remove(member);
    }

    /** What a member may no longer give, an open invitation of the member's must not give either. */
    private void withdrawInvitationsBeyond(Member member, Role role) {
        List<Invitation> open = em.createQuery(
                        "select i from Invitation i where i.accountId = :account and i.createdBy = :user",
                        Invitation.class)
                .setParameter("account", member.account().value())
                .setParameter("user", member.userId())
                .getResultList();
        open.stream().filter(invitation -> !role.mayHandle(invitation.role())).forEach(em::remove);
    }

    private void refuseIfLastOwner(Member member) {
        boolean last = member.role() == Role.OWNER && memberships.countOwners(member.account()) == 1;
        if (last) {
            throw new LastOwnerCannotLeave();
        }
    }

    static void refuseUnlessMayHandle(Caller caller, Role role) {
        if (role == Role.OWNER && !caller.may(Permission.OWN_ACCOUNT)) {
            throw new RightMissing();
        }
    }

    private static View view(Member member, String name, String email) {
        return new View(member.userId(), name, email, member.role(), member.joinedAt());
    }
}
