package io.saltgate.team;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.eclipse.persistence.config.HintValues;
import org.eclipse.persistence.config.QueryHints;
import org.jspecify.annotations.Nullable;

/**
 * Memberships that follow the groups of an identity provider, judged at each sign-in with it: given, raised, lowered
 * and taken away. Those that people made by hand stay what they are. The last owner of an account is never demoted or
 * removed by a group; the trail says so then.
 */
@Dependent
@Unguarded
public class GroupMemberships {

    private static final System.Logger LOG = System.getLogger(GroupMemberships.class.getName());

    private static final Map<String, Object> REFRESHED = Map.of(QueryHints.REFRESH, HintValues.TRUE);

    private final EntityManager em;
    private final Accounts accounts;
    private final Memberships memberships;
    private final Seats seats;
    private final Announcements announcements;

    @Inject
    public GroupMemberships(
            @Database EntityManager em,
            Accounts accounts,
            Memberships memberships,
            Seats seats,
            Announcements announcements) {
        this.em = em;
        this.accounts = accounts;
        this.memberships = memberships;
        this.seats = seats;
        this.announcements = announcements;
    }

    /**
     * Makes a person's memberships what the groups say. Accounts are locked by id, and only those where something
     * changes.
     *
     * @param roles by account; in no other one the person has a role by groups
     */
    public void apply(UUID user, String issuer, Map<AccountId, Role> roles, @Nullable String address) {
        Map<UUID, Member> before = new HashMap<>();
        memberships(user).forEach(member -> before.put(member.account().value(), member));
        Set<UUID> concerned = new TreeSet<>(Comparator.comparing(UUID::toString));
        roles.keySet().forEach(account -> concerned.add(account.value()));
        before.values().stream()
                .filter(member -> issuer.equals(member.issuer()))
                .forEach(member -> concerned.add(member.account().value()));
        concerned.removeIf(account -> !differs(before.get(account), issuer, roles.get(new AccountId(account))));
        concerned.forEach(account -> accounts.lockAny(new AccountId(account)));
        for (UUID account : concerned) {
            Caller by = new Caller(Caller.Kind.USER, user, new AccountId(account), Set.of(), null, address);
            change(by, issuer, roles.get(by.requireAccount()));
        }
    }

    private List<Member> memberships(UUID user) {
        return em.createQuery("select m from Member m where m.userId = :user", Member.class)
                .setParameter("user", user)
                .getResultList();
    }

    /** Whether there is something to do: a role to give where there is none, or one of ours that is another. */
    private static boolean differs(@Nullable Member member, String issuer, @Nullable Role role) {
        return member == null ? role != null : issuer.equals(member.issuer()) && member.role() != role;
    }

    private void change(Caller by, String issuer, @Nullable Role role) {
        AccountId id = by.requireAccount();
        UUID user = by.requireUser();
        Account account = accounts.lockAny(id);
        Member member = em.find(Member.class, new MemberId(id.value(), user), REFRESHED);
        if (account.status() == Account.Status.CLOSED || !differs(member, issuer, role)) {
            return;
        }
        if (member == null) {
            Role given = Objects.requireNonNull(role);
            memberships.add(id, user, given).claimBy(issuer);
            announcements.announce(
                    AccountEvent.of("member.joined.by.group", by, user).with("role", given));
        } else if (memberships.isLastOwner(id, user)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A group of {0} would leave account {1} without an owner; its last owner stays one",
                    issuer,
                    account.slug());
            announcements.announce(AccountEvent.of("member.kept.as.last.owner", by, user));
        } else if (role == null) {
            seats.withdrawBy(by, member, given -> true);
            em.remove(member);
            announcements.announce(
                    AccountEvent.of("member.removed.by.group", by, user).with("role", member.role()));
        } else {
            Role old = member.role();
            member.changeRole(role);
            seats.withdrawBy(by, member, given -> !role.mayHandle(given));
            announcements.announce(AccountEvent.of("member.role.changed.by.group", by, user)
                    .with("from", old)
                    .with("to", role));
        }
    }
}
