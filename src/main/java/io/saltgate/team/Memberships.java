package io.saltgate.team;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds and makes members for use cases. */
@Dependent
@Unguarded
public class Memberships {

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public Memberships(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    public Optional<Member> find(AccountId account, UUID user) {
        return Optional.ofNullable(em.find(Member.class, new MemberId(account.value(), user)));
    }

    /** Whether a member has an address, proved or not. Guests don't count: nobody is joined to one by an address. */
    public boolean hasMember(AccountId account, EmailAddress email) {
        return !em.createQuery(
                        "select m.userId from Member m, User u where m.accountId = :account and u.id = m.userId"
                                + " and u.email = :email and u.guest = false",
                        UUID.class)
                .setParameter("account", account.value())
                .setParameter("email", email.value())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** All accounts that a person belongs to, closed ones and those in which the address isn't known too; by name. */
    public List<Account> listAll(UUID user, int max) {
        return em.createQuery(
                        "select a from Account a, Member m where m.userId = :user and m.accountId = a.id"
                                + " order by a.name, a.slug",
                        Account.class)
                .setParameter("user", user)
                .setMaxResults(max)
                .getResultList();
    }

    public Member add(AccountId account, UUID user, Role role) {
        Member member = new Member(account, user, role, clock.instant());
        em.persist(member);
        return member;
    }

    /**
     * Whether a person owns the account, and no other owner could sign in: disabled people don't count, nor guests, who
     * have no credentials of their own. Under the account's lock it stays what it is, unless an operator disables the
     * other.
     */
    public boolean isLastOwner(AccountId account, UUID user) {
        List<UUID> owners = em.createQuery(
                        "select m.userId from Member m, User u where m.accountId = :account and m.role = :owner"
                                + " and u.id = m.userId and u.guest = false and (u.disabled = false or u.id = :user)",
                        UUID.class)
                .setParameter("account", account.value())
                .setParameter("owner", Role.OWNER)
                .setParameter("user", user)
                .setMaxResults(2)
                .getResultList();
        return owners.equals(List.of(user));
    }

    /** The people who own an account, and have proved their address: mail is sent to no other. */
    public List<UUID> listOwners(AccountId account) {
        return em.createQuery(
                        "select m.userId from Member m, User u where m.accountId = :account and m.role = :owner"
                                + " and u.id = m.userId and u.provedEmail is not null",
                        UUID.class)
                .setParameter("account", account.value())
                .setParameter("owner", Role.OWNER)
                .getResultList();
    }

    /** The open accounts that a person belongs to, by name; of an unproved person, the one that knows the address. */
    public List<Account> listAccounts(UUID user) {
        return em.createQuery(
                        "select a from Account a, Member m, User u where m.userId = :user and m.accountId = a.id"
                                + " and u.id = m.userId and (u.provedEmail is not null or u.accountId = a.id)"
                                + " and a.status <> :closed order by a.name, a.slug",
                        Account.class)
                .setParameter("user", user)
                .setParameter("closed", Account.Status.CLOSED)
                .getResultList();
    }

    /** The closed accounts that a person belongs to and that can still be reopened, by name. */
    public List<Account> listClosedAccounts(UUID user) {
        return em.createQuery(
                        "select a from Account a, Member m where m.userId = :user and m.accountId = a.id"
                                + " and a.status = :closed and a.purgeAt > :now order by a.name, a.slug",
                        Account.class)
                .setParameter("user", user)
                .setParameter("closed", Account.Status.CLOSED)
                .setParameter("now", clock.instant())
                .getResultList();
    }
}
