package io.saltgate.notices;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A mail to a person about their own sign-in, until the mail server has taken it. */
@Entity
@Table(name = "person_notice")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class PersonNotice {

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    /** One minute, two, four ... somewhat over a day in all, as for notices to owners. */
    private static final int MAX_ATTEMPTS = 12;

    @Id
    private UUID id;

    @Column(name = "user_id")
    private UUID userId;

    private String code;

    @Column(name = "happened_at")
    private Instant happenedAt;

    private @Nullable String browser;
    private @Nullable String address;

    /** When it is to be sent; null once it was, or was given up. */
    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    private int attempts;

    protected PersonNotice() {}

    PersonNotice(UUID id, UUID user, String code, @Nullable String browser, @Nullable String address, Instant now) {
        this.id = id;
        this.userId = user;
        this.code = code;
        this.browser = browser;
        this.address = address;
        this.happenedAt = now;
        this.dueAt = now;
    }

    boolean isDue(Instant now) {
        return dueAt != null && !dueAt.isAfter(now);
    }

    /** Keeps it from other nodes while this one sends it. */
    void claim(Instant now) {
        dueAt = now.plus(Notice.LEASE);
        attempts++;
    }

    /** The row stays for a day, and counts among what a person may get. */
    void settle() {
        dueAt = null;
    }

    /** @return whether it will be tried again */
    boolean putOff(Instant now) {
        boolean again = attempts < MAX_ATTEMPTS;
        dueAt = again ? now.plus(FIRST_PAUSE.multipliedBy(1L << (attempts - 1))) : null;
        return again;
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    String code() {
        return code;
    }

    Instant happenedAt() {
        return happenedAt;
    }

    @Nullable
    String browser() {
        return browser;
    }

    @Nullable
    String address() {
        return address;
    }
}
