package io.saltgate.signin.recovery;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests for a link by mail from anybody, and turns them into links. Taking one costs the same whether a person
 * has the address or not: that is looked up later, by the job that sends the mail.
 */
@Stateless
@PermitAll
public class ResetRequests {

    /** Links by mail that a person may have at a time; more requests are dropped, so that nobody fills a mailbox. */
    static final int MAX_LINKS = 3;

    private static final int CLAIMED_AT_ONCE = 20;

    /**
     * A claimed request.
     *
     * @param address where it was made from; null if it can't be determined
     */
    public record Claimed(String email, @Nullable String address) {}

    /** What is to be sent. */
    public record Letter(String to, String name, RecoveryToken token) {
        @Override
        public String toString() {
            return "letter with a recovery link";
        }
    }

    private final EntityManager em;
    private final Users users;
    private final StoredPasswords passwords;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ResetRequests() {
        this(null, null, null, null, null);
    }

    @Inject
    public ResetRequests(
            @Database EntityManager em,
            Users users,
            StoredPasswords passwords,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.users = users;
        this.passwords = passwords;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Takes a request. One for an address that waits already changes nothing. */
    public void add(EmailAddress email, @Nullable String address) {
        if (em.find(ResetRequest.class, email.value()) == null) {
            em.persist(new ResetRequest(email.value(), address, clock.instant()));
        }
    }

    /** Claims requests that are due. A node that waited for another's claim finds those due later. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public List<Claimed> claim() {
        Instant now = clock.instant();
        List<String> due = em.createQuery(
                        "select r.email from ResetRequest r where r.dueAt <= :now order by r.dueAt, r.email",
                        String.class)
                .setParameter("now", now)
                .setMaxResults(CLAIMED_AT_ONCE)
                .getResultList();
        List<Claimed> claimed = new ArrayList<>();
        for (String email : due) {
            ResetRequest each = em.find(ResetRequest.class, email, LockModeType.PESSIMISTIC_WRITE);
            if (each != null && each.isDue(now)) {
                each.claim(now);
                claimed.add(new Claimed(each.email(), each.address()));
            }
        }
        return claimed;
    }

    /** Creates a link; empty if nobody with a password has the address, or has enough links already. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Optional<Letter> createLink(Claimed request) {
        Instant now = clock.instant();
        Optional<User> user =
                EmailAddress.parse(request.email()).flatMap(users::find).filter(found -> !found.isDisabled());
        if (user.isEmpty()
                || passwords.lock(user.get().id()) == null
                || countLinks(user.get().id(), now) >= MAX_LINKS) {
            return Optional.empty();
        }
        UUID id = user.get().id();
        RecoveryToken token = RecoveryToken.generate();
        em.persist(RecoveryLink.byMail(token, id, now));
        announcements.announce(new AccountEvent(
                "recovery.link.requested", Caller.nobody(request.address()), null, id.toString(), Map.of()));
        return Optional.of(new Letter(user.get().email(), user.get().name(), token));
    }

    /** The request is done: the mail was taken, or there is none to send. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void settle(Claimed request) {
        delete(request.email());
    }

    /**
     * The mail could not be sent; its link is no longer valid, and the next attempt has another.
     *
     * @return whether there will be one
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean putOff(Claimed request, RecoveryToken token) {
        em.createQuery("delete from RecoveryLink l where l.tokenHash = :hash")
                .setParameter("hash", token.hash())
                .executeUpdate();
        ResetRequest waiting = em.find(ResetRequest.class, request.email(), LockModeType.PESSIMISTIC_WRITE);
        if (waiting != null && waiting.isGivenUp()) {
            em.remove(waiting);
        }
        return waiting != null && !waiting.isGivenUp();
    }

    /**
     * Deletes a batch of links that have expired.
     *
     * @return whether there may be more
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteExpired() {
        return BatchDelete.one(em, "recovery_link", "expires_at <= ?1", Columns.utc(clock.instant()))
                == BatchDelete.ROWS;
    }

    private long countLinks(UUID user, Instant now) {
        return em.createQuery(
                        "select count(l) from RecoveryLink l where l.userId = :user and l.createdBy is null"
                                + " and l.expiresAt > :now",
                        Long.class)
                .setParameter("user", user)
                .setParameter("now", now)
                .getSingleResult();
    }

    private void delete(String email) {
        em.createQuery("delete from ResetRequest r where r.email = :email")
                .setParameter("email", email)
                .executeUpdate();
    }
}
