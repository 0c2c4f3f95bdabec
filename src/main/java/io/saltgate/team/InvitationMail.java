package io.saltgate.team;

import io.saltgate.accounts.Account;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands out invitations whose link is to be sent, each to one node at a time. The link is created for the mail: the
 * database holds its hash alone, and nobody but the mailbox gets it.
 */
@Stateless
@PermitAll
@Unguarded
public class InvitationMail {

    /** Mails to one address within a day, for each account: nobody fills a mailbox by inviting again and again. */
    static final int MAX_A_DAY = 5;

    private static final Duration DAY = Duration.ofDays(1);
    private static final int AT_ONCE = 20;

    /**
     * What is to be sent.
     *
     * @param by name and address of who invites; null for an operator
     */
    public record Letter(
            InvitationId id,
            String to,
            String account,
            Role role,
            @Nullable String by,
            InvitationToken token,
            Instant expiresAt) {
        @Override
        public String toString() {
            return "letter with an invitation";
        }
    }

    private final EntityManager em;
    private final Users users;
    private final Memberships memberships;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected InvitationMail() {
        this(null, null, null, null);
    }

    @Inject
    public InvitationMail(@Database EntityManager em, Users users, Memberships memberships, Clock clock) {
        this.em = em;
        this.users = users;
        this.memberships = memberships;
        this.clock = clock;
    }

    /** Lists some that are due, first due first. */
    public List<InvitationId> listDue() {
        return em.createQuery(
                        "select i.accountId, i.id from Invitation i where i.mailDueAt <= :now"
                                + " order by i.mailDueAt, i.id",
                        Object[].class)
                .setParameter("now", clock.instant())
                .setMaxResults(AT_ONCE)
                .getResultStream()
                .map(row -> new InvitationId((UUID) row[0], (UUID) row[1]))
                .toList();
    }

    /**
     * Claims one and gives it a new link.
     *
     * @return empty if another node was first, it is no longer open, or the address has been sent enough
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Optional<Letter> claim(InvitationId id) {
        Instant now = clock.instant();
        Invitation invitation = find(id);
        if (invitation == null || !invitation.isMailDue(now)) {
            return end(invitation, now);
        }
        if (countSent(invitation, now) >= MAX_A_DAY) {
            invitation.settleMail(Invitation.Delivery.FAILED);
            return Optional.empty();
        }
        InvitationToken token = InvitationToken.generate();
        invitation.claimMail(token, now);
        Account account = Objects.requireNonNull(
                em.find(Account.class, invitation.account().value()));
        return Optional.of(new Letter(
                id,
                invitation.email(),
                account.name(),
                invitation.role(),
                by(invitation),
                token,
                invitation.expiresAt()));
    }

    /** One that expired, or was accepted, while it waited for the mail server is tried no more. */
    private static Optional<Letter> end(@Nullable Invitation invitation, Instant now) {
        if (invitation != null && !invitation.isOpen(now)) {
            invitation.settleMail(Invitation.Delivery.FAILED);
        }
        return Optional.empty();
    }

    /** The mail was taken by the mail server. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void settle(Letter letter) {
        Invitation invitation = find(letter.id());
        if (invitation != null && invitation.hasToken(letter.token())) {
            invitation.settleMail(Invitation.Delivery.SENT);
            em.createNativeQuery("insert into invitation_mail (id, account_id, email, sent_at) values (?1, ?2, ?3, ?4)")
                    .setParameter(1, Uuid7.next(clock))
                    .setParameter(2, invitation.account().value())
                    .setParameter(3, invitation.email())
                    .setParameter(4, Columns.utc(clock.instant()))
                    .executeUpdate();
        }
    }

    /**
     * The mail could not be sent.
     *
     * @return whether it will be tried again
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean putOff(Letter letter) {
        Invitation invitation = find(letter.id());
        if (invitation == null || !invitation.hasToken(letter.token())) {
            return false;
        }
        if (invitation.isGivenUp()) {
            invitation.settleMail(Invitation.Delivery.FAILED);
            return false;
        }
        return true;
    }

    /** Deletes a batch of what no longer counts. Returns whether there may be more. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteOld() {
        Instant over = clock.instant().minus(DAY);
        return BatchDelete.one(em, "invitation_mail", "sent_at < ?1", Columns.utc(over)) == BatchDelete.ROWS;
    }

    private @Nullable Invitation find(InvitationId id) {
        return em.find(Invitation.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    private long countSent(Invitation invitation, Instant now) {
        return Columns.number(em.createNativeQuery(
                        "select count(*) from invitation_mail where email = ?1 and account_id = ?2 and sent_at > ?3")
                .setParameter(1, invitation.email())
                .setParameter(2, invitation.account().value())
                .setParameter(3, Columns.utc(now.minus(DAY)))
                .getSingleResult());
    }

    /** Whom to name: a member as of now, by the address too, since names can be chosen freely. */
    private @Nullable String by(Invitation invitation) {
        UUID creator = invitation.createdBy();
        return creator == null
                        || memberships.find(invitation.account(), creator).isEmpty()
                ? null
                : users.find(creator)
                        .map(user -> user.name() + " <" + user.email() + ">")
                        .orElse(null);
    }
}
