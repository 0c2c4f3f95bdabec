package io.saltgate.notices;

import io.saltgate.platform.Unguarded;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Hands out notices to people that are due, each to one node at a time, and takes back what came of them. */
@Stateless
@PermitAll
@Unguarded
public class PersonNoticeQueue {

    private static final int CLAIMED_AT_ONCE = 20;

    /**
     * A notice with all that its mail says.
     *
     * @param browser empty if it is not known, or says nothing here
     * @param address as the browser
     */
    public record PersonLetter(
            UUID id, String code, String to, Instant at, Optional<String> browser, Optional<String> address) {}

    private final EntityManager em;
    private final Users users;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PersonNoticeQueue() {
        this(null, null, null);
    }

    @Inject
    public PersonNoticeQueue(@Database EntityManager em, Users users, Clock clock) {
        this.em = em;
        this.users = users;
        this.clock = clock;
    }

    /** Claims what is due. A node that waited for another's claim finds those notices due later. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public List<PersonLetter> claim() {
        Instant now = clock.instant();
        List<UUID> due = em.createQuery(
                        "select n.id from PersonNotice n where n.dueAt <= :now order by n.dueAt", UUID.class)
                .setParameter("now", now)
                .setMaxResults(CLAIMED_AT_ONCE)
                .getResultList();
        List<PersonLetter> letters = new ArrayList<>();
        for (UUID id : due) {
            PersonNotice each = em.find(PersonNotice.class, id, LockModeType.PESSIMISTIC_WRITE);
            if (each != null && each.isDue(now)) {
                Optional<User> user = users.find(each.userId()).filter(User::isProved);
                if (user.isPresent()) {
                    each.claim(now);
                    letters.add(letter(each, user.get()));
                } else { // its owner may have nothing to do with this person
                    em.remove(each);
                }
            }
        }
        return letters;
    }

    /** The mail was taken by the mail server. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void settle(UUID id) {
        find(id).ifPresent(PersonNotice::settle);
    }

    /**
     * The mail could not be sent.
     *
     * @return whether it will be tried again
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean putOff(UUID id) {
        return find(id).map(notice -> notice.putOff(clock.instant())).orElse(false);
    }

    /**
     * Deletes a batch of what was sent long ago.
     *
     * @return whether there may be more
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteSent() {
        return BatchDelete.one(
                        em,
                        "person_notice",
                        "due_at is null and happened_at < ?1",
                        Columns.utc(clock.instant().minus(PersonNotices.KEPT)))
                == BatchDelete.ROWS;
    }

    private Optional<PersonNotice> find(UUID id) {
        return Optional.ofNullable(em.find(PersonNotice.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    private static PersonLetter letter(PersonNotice notice, User user) {
        return new PersonLetter(
                notice.id(),
                notice.code(),
                user.email(),
                notice.happenedAt(),
                Optional.ofNullable(notice.browser()),
                Optional.ofNullable(notice.address()));
    }
}
