package io.saltgate.notices;

import io.saltgate.accounts.Account;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Hands out notices that are due, each to one node at a time, and takes back what came of them. */
@Stateless
@PermitAll
@Unguarded
public class NoticeQueue {

    private static final int CLAIMED_AT_ONCE = 20;

    /** By then a row that was sent puts nothing off any more. */
    private static final Duration KEPT = Duration.ofDays(1);

    private final EntityManager em;
    private final Users users;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected NoticeQueue() {
        this(null, null, null);
    }

    @Inject
    public NoticeQueue(@Database EntityManager em, Users users, Clock clock) {
        this.em = em;
        this.users = users;
        this.clock = clock;
    }

    /** Claims what is due. A node that waited for another's claim finds those notices due later. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public List<Letter> claim() {
        Instant now = clock.instant();
        List<Notice> due = em.createQuery("select n from Notice n where n.dueAt <= :now order by n.dueAt", Notice.class)
                .setParameter("now", now)
                .setMaxResults(CLAIMED_AT_ONCE)
                .getResultList();
        List<Letter> letters = new ArrayList<>();
        for (Notice each : due) {
            em.refresh(each, LockModeType.PESSIMISTIC_WRITE);
            if (each.isDue(now)) {
                each.claim(now);
                letters.add(letter(each));
            }
        }
        return letters;
    }

    /** The mail was taken by the mail server. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void settle(Letter letter) {
        find(letter).ifPresent(notice -> notice.settle(letter.times(), clock.instant()));
    }

    /**
     * The mail could not be sent.
     *
     * @return whether it will be tried again
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean putOff(Letter letter) {
        return find(letter).map(notice -> notice.putOff(clock.instant())).orElse(false);
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
                        "notice",
                        "due_at is null and sent_at < ?1",
                        Columns.utc(clock.instant().minus(KEPT)))
                == BatchDelete.ROWS;
    }

    private Optional<Notice> find(Letter letter) {
        return Optional.ofNullable(em.find(Notice.class, letter.id(), LockModeType.PESSIMISTIC_WRITE));
    }

    private Letter letter(Notice notice) {
        Account account = Objects.requireNonNull(em.find(Account.class, notice.accountId()));
        return new Letter(
                notice.id(),
                notice.code(),
                users.find(notice.userId()).orElseThrow().email(),
                account.name(),
                account.slug(),
                notice.times(),
                notice.firstAt(),
                notice.lastAt(),
                Optional.ofNullable(notice.doneBy()).flatMap(users::find).map(NoticeQueue::nameAndAddress),
                Optional.ofNullable(notice.address()));
    }

    private static String nameAndAddress(User user) {
        return user.name() + " <" + user.email() + ">";
    }
}
