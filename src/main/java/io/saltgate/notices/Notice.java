package io.saltgate.notices;

import io.saltgate.accounts.Caller;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one owner is to be told about one kind of event of an account. The row stays when it was sent, so that what
 * happens soon after waits for the next mail.
 */
@Entity
@Table(name = "notice")
@IdClass(NoticeId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Notice {

    /** From one mail of a kind to the next. */
    static final Duration QUIET = Duration.ofMinutes(10);

    /** How long one node has for sending what it claimed. */
    static final Duration LEASE = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    /** One minute, two, four ... sixteen hours: somewhat over a day in all. */
    private static final int MAX_ATTEMPTS = 12;

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    @Column(name = "user_id")
    private UUID userId;

    @Id
    private String code;

    private int times;

    @Column(name = "first_at")
    private Instant firstAt;

    @Column(name = "last_at")
    private Instant lastAt;

    @Column(name = "done_by")
    private @Nullable UUID doneBy;

    private @Nullable String address;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    @Column(name = "sent_at")
    private @Nullable Instant sentAt;

    private int attempts;

    protected Notice() {}

    Notice(UUID account, UUID user, String code) {
        this.accountId = account;
        this.userId = user;
        this.code = code;
    }

    /** Counts an event and makes the notice due, unless it is already. */
    void count(Caller by, Instant now) {
        if (times++ == 0) {
            firstAt = now;
        }
        lastAt = now;
        doneBy = by.personOrNull();
        address = by.address();
        if (dueAt == null) {
            makeDue(now);
        }
    }

    private void makeDue(Instant now) {
        Duration quiet = NoticeGroup.of(code).map(NoticeGroup::quiet).orElse(QUIET);
        Instant earliest = sentAt == null ? now : sentAt.plus(quiet);
        dueAt = earliest.isAfter(now) ? earliest : now;
    }

    /** Whether it is to be sent now. */
    boolean isDue(Instant now) {
        return dueAt != null && !dueAt.isAfter(now);
    }

    /** Keeps it from other nodes while this one sends it. */
    void claim(Instant now) {
        dueAt = now.plus(LEASE);
        attempts++;
    }

    /** @param told how many of the events the mail was about: others may have come meanwhile */
    void settle(int told, Instant now) {
        sentAt = now;
        attempts = 0;
        times = Math.max(0, times - told);
        dueAt = null;
        if (times > 0) {
            firstAt = lastAt;
            makeDue(now);
        }
    }

    /** @return whether it will be tried again */
    boolean putOff(Instant now) {
        if (attempts >= MAX_ATTEMPTS) {
            settle(times, now);
            return false;
        }
        dueAt = now.plus(FIRST_PAUSE.multipliedBy(1L << (attempts - 1)));
        return true;
    }

    NoticeId id() {
        return new NoticeId(accountId, userId, code);
    }

    UUID accountId() {
        return accountId;
    }

    UUID userId() {
        return userId;
    }

    String code() {
        return code;
    }

    int times() {
        return times;
    }

    Instant firstAt() {
        return firstAt;
    }

    Instant lastAt() {
        return lastAt;
    }

    @Nullable
    UUID doneBy() {
        return doneBy;
    }

    @Nullable
    String address() {
        return address;
    }
}
