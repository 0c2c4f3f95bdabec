package io.saltgate.signin.addresses;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hands out mails that are due, each to one node at a time. A link is created for the mail, and anew for a retry. */
@Stateless
@PermitAll
public class AddressMails {

    private static final int AT_ONCE = 20;

    /**
     * What is to be sent.
     *
     * @param token of the link; null for one that has none
     * @param from where it was asked for from; null if it can't be determined
     * @param account slug of the account whose page the person signs in on; null if that is the page of all
     */
    public record Letter(
            UUID id,
            String to,
            String name,
            @Nullable AddressToken token,
            @Nullable String from,
            @Nullable String account) {
        @Override
        public String toString() {
            return "letter about an address";
        }
    }

    private final EntityManager em;
    private final Users users;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AddressMails() {
        this(null, null, null);
    }

    @Inject
    public AddressMails(@Database EntityManager em, Users users, Clock clock) {
        this.em = em;
        this.users = users;
        this.clock = clock;
    }

    /** Lists some that are due, first due first. */
    public List<UUID> listDue() {
        return em.createQuery("select m.id from AddressMail m where m.dueAt <= :now order by m.dueAt, m.id", UUID.class)
                .setParameter("now", clock.instant())
                .setMaxResults(AT_ONCE)
                .getResultList();
    }

    /**
     * Claims one, and creates its link.
     *
     * @return empty if another node was first, or there is nobody any more who could use it
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Optional<Letter> claim(UUID id) {
        Instant now = clock.instant();
        AddressMail mail = find(id);
        if (mail == null || !mail.isDue(now)) {
            return Optional.empty();
        }
        Optional<User> user = users.find(mail.userId()).filter(found -> !found.isDisabled());
        if (user.isEmpty()) {
            em.remove(mail);
            return Optional.empty();
        }
        mail.claim(now);
        AddressToken token = null;
        if (mail.kind() == AddressMail.Kind.PROOF) {
            token = AddressToken.generate();
            mail.link(token, now);
        }
        return Optional.of(new Letter(id, mail.email(), user.get().name(), token, mail.address(), slug(user.get())));
    }

    /** The mail was taken by the mail server. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void settle(Letter letter) {
        AddressMail mail = find(letter.id());
        if (mail != null && letter.token() == null) {
            em.remove(mail);
        } else if (mail != null) {
            mail.settle();
        }
    }

    /**
     * The mail could not be sent.
     *
     * @return whether it will be tried again
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean putOff(Letter letter) {
        AddressMail mail = find(letter.id());
        if (mail != null && mail.isGivenUp()) {
            em.remove(mail);
            return false;
        }
        return mail != null;
    }

    /** Deletes a batch of those that have expired. Returns whether there may be more. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteExpired() {
        return BatchDelete.one(em, "address_mail", "expires_at <= ?1", Columns.utc(clock.instant()))
                == BatchDelete.ROWS;
    }

    private @Nullable AddressMail find(UUID id) {
        return em.find(AddressMail.class, id, LockModeType.PESSIMISTIC_WRITE);
    }

    private @Nullable String slug(User user) {
        return user.accountId() == null
                ? null
                : em.createQuery("select a.slug from Account a where a.id = :id", String.class)
                        .setParameter("id", user.accountId())
                        .getSingleResult();
    }
}
