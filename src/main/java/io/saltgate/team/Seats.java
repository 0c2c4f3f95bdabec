package io.saltgate.team;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Creates, renews and withdraws invitations. Anyone with an invitation's link can see whom it is for; only that person
 * can accept it.
 */
@Dependent
@Unguarded
public class Seats {

    /**
     * What the link shows.
     *
     * @param byMail whether nobody but the reader of that mailbox has the link
     */
    public record Offer(
            AccountId account, String accountName, String accountSlug, String email, Role role, boolean byMail) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final Memberships memberships;
    private final Announcements announcements;
    private final MailSettings mail;
    private final Clock clock;

    @Inject
    public Seats(
            @Database EntityManager em,
            Accounts accounts,
            Memberships memberships,
            Announcements announcements,
            MailSettings mail,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.memberships = memberships;
        this.announcements = announcements;
        this.mail = mail;
        this.clock = clock;
    }

    /**
     * Invites someone, under the account's lock. An earlier invitation of the same address is no longer valid.
     *
     * @return the secret of the link, which nobody can ask for again; empty where mail is sent, by which the link goes
     *     to that person alone
     */
    public Optional<InvitationToken> open(Caller by, AccountId account, EmailAddress email, Role role) {
        refuseIfFull(account, email.value());
        Optional<InvitationToken> token = replace(by, account, email, role);
        announcements.announce(
                new AccountEvent("member.invited", by, account, email.value(), Map.of("role", role.name())));
        return token;
    }

    /**
     * Counts under the account's lock, so that of two who invite at once the second sees the first's.
     *
     * @throws TooManyInvitations if {@link Invitation#MAX_OPEN} of other addresses are open
     */
    void refuseIfFull(AccountId account, String except) {
        long open = em.createQuery(
                        "select count(i) from Invitation i where i.accountId = :account and i.expiresAt > :now"
                                + " and i.email <> :email",
                        Long.class)
                .setParameter("account", account.value())
                .setParameter("now", clock.instant())
                .setParameter("email", except)
                .getSingleResult();
        if (open >= Invitation.MAX_OPEN) {
            throw new TooManyInvitations();
        }
    }

    /**
     * Replaces an invitation by one that has a new link and another seven days, under the account's lock. It gets a new
     * id too, so that a page from before does nothing to it.
     */
    Optional<InvitationToken> renew(Caller by, Invitation old) {
        EmailAddress email = EmailAddress.parse(old.email()).orElseThrow();
        Optional<InvitationToken> token = replace(by, old.account(), email, old.role());
        announcements.announce(new AccountEvent(
                "invitation.renewed",
                by,
                old.account(),
                email.value(),
                Map.of("role", old.role().name())));
        return token;
    }

    /**
     * Withdraws open invitations that a member has created, under the account's lock.
     *
     * @param which those that give such a role
     */
    void withdrawBy(Caller by, Member creator, Predicate<Role> which) {
        List<Invitation> open = em.createQuery(
                        "select i from Invitation i where i.accountId = :account and i.createdBy = :user"
                                + " and i.expiresAt > :now order by i.id",
                        Invitation.class)
                .setParameter("account", creator.account().value())
                .setParameter("user", creator.userId())
                .setParameter("now", clock.instant())
                .getResultList();
        open.stream().filter(each -> which.test(each.role())).forEach(each -> withdraw(by, each));
    }

    /** Deletes an invitation, under the account's lock: its link no longer works. */
    public void withdraw(Caller by, Invitation invitation) {
        em.remove(invitation);
        announcements.announce(
                new AccountEvent("invitation.withdrawn", by, invitation.account(), invitation.email(), Map.of()));
    }

    private Optional<InvitationToken> replace(Caller by, AccountId account, EmailAddress email, Role role) {
        em.createQuery("delete from Invitation i where i.accountId = :account and i.email = :email")
                .setParameter("account", account.value())
                .setParameter("email", email.value())
                .executeUpdate();
        InvitationToken token = InvitationToken.generate();
        Invitation invitation =
                new Invitation(account, Uuid7.next(clock), email, role, token, clock.instant(), by.personOrNull());
        if (mail.isOn()) {
            invitation.mail(clock.instant());
        }
        em.persist(invitation);
        return mail.isOn() ? Optional.empty() : Optional.of(token);
    }

    /** Empty once the seat was taken, the link withdrawn, or seven days have passed. */
    public Optional<Offer> find(InvitationToken token) {
        return findOpen(token)
                .flatMap(invitation -> accounts.find(invitation.account())
                        .filter(account -> account.status() != Account.Status.CLOSED)
                        .map(account -> new Offer(
                                account.id(),
                                account.name(),
                                account.slug(),
                                invitation.email(),
                                invitation.role(),
                                invitation.isByMail())));
    }

    /**
     * Takes the seat and uses the link up. Whoever is a member already stays what they are.
     *
     * @return empty if it is open no more, or for somebody else
     */
    public Optional<Offer> take(InvitationToken token, User user, @Nullable String address) {
        Optional<Offer> offer = find(token).filter(found -> isFor(found, user));
        Optional<Invitation> seen = findOpen(token);
        if (offer.isEmpty() || seen.isEmpty()) {
            return Optional.empty();
        }
        accounts.lockAny(seen.get().account());
        Optional<Invitation> locked = reread(seen.get());
        if (locked.isEmpty()) {
            return Optional.empty();
        }
        Invitation invitation = locked.get();
        invitation.accept(clock.instant());
        if (memberships.find(invitation.account(), user.id()).isEmpty()) {
            memberships.add(invitation.account(), user.id(), invitation.role());
            Caller by = new Caller(Caller.Kind.USER, user.id(), null, Set.of(), null, address);
            announcements.announce(new AccountEvent(
                    "member.joined",
                    by,
                    invitation.account(),
                    user.id().toString(),
                    Map.of("role", invitation.role().name())));
        }
        return offer;
    }

    /** Whether the seat is the person's to take: by a proved address, or by one that this account alone knows. */
    private static boolean isFor(Offer offer, User user) {
        return user.isKnownIn(offer.account().value()) && user.email().equals(offer.email());
    }

    private Optional<Invitation> findOpen(InvitationToken token) {
        return em.createQuery("select i from Invitation i where i.tokenHash = :hash", Invitation.class)
                .setParameter("hash", token.hash())
                .getResultStream()
                .findFirst()
                .filter(invitation -> invitation.isOpen(clock.instant()));
    }

    /** As it is now that the account is locked; someone may have accepted or withdrawn it while we waited. */
    private Optional<Invitation> reread(Invitation seen) {
        em.clear();
        return Optional.ofNullable(em.find(
                        Invitation.class, new InvitationId(seen.account().value(), seen.id())))
                .filter(invitation -> invitation.isOpen(clock.instant()));
    }
}
