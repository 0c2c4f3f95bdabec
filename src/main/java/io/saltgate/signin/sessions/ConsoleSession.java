package io.saltgate.signin.sessions;

import io.saltgate.platform.crypto.Hashes;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's sign-in on one browser. Ends after 15 minutes without a request, and after 12 hours anyway. */
@Entity
@Table(name = "console_session")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class ConsoleSession {

    static final Duration IDLE = Duration.ofMinutes(15);
    static final Duration ABSOLUTE = Duration.ofHours(12);

    /** Requests write the last time at most this often. */
    private static final Duration SEEN_PRECISION = Duration.ofMinutes(1);

    @Id
    @Column(name = "id_hash")
    private String idHash;

    @Column(name = "user_id")
    private UUID userId;

    @SuppressWarnings("UnusedVariable") // for what will ask for more than a password
    private String strength;

    @Column(name = "signed_in_at")
    private Instant signedInAt;

    @Column(name = "confirmed_at")
    private Instant confirmedAt;

    @Column(name = "last_seen_at")
    private Instant lastSeenAt;

    /** As {@link BrowserName} has it; null for sessions from before it was kept. */
    private @Nullable String browser;

    /** The judged address of the sign-in. */
    private @Nullable String address;

    protected ConsoleSession() {}

    ConsoleSession(SessionId id, UUID userId, SessionOrigin origin, Instant now) {
        this.idHash = id.hash();
        this.userId = userId;
        this.strength = "PASSWORD";
        this.signedInAt = now;
        this.confirmedAt = now;
        this.lastSeenAt = now;
        this.browser = origin.browser();
        this.address = origin.address();
    }

    boolean isOver(Instant now) {
        return !now.isBefore(lastSeenAt.plus(IDLE)) || !now.isBefore(signedInAt.plus(ABSOLUTE));
    }

    void see(Instant now) {
        if (!now.isBefore(lastSeenAt.plus(SEEN_PRECISION))) {
            lastSeenAt = now;
        }
    }

    /** Names the session on its person's own page, in place of the hash that finds it. */
    String handle() {
        return Hashes.sha256("session handle:" + idHash);
    }

    boolean isOf(SessionId id) {
        return idHash.equals(id.hash());
    }

    UUID userId() {
        return userId;
    }

    Instant signedInAt() {
        return signedInAt;
    }

    Instant lastSeenAt() {
        return lastSeenAt;
    }

    @Nullable
    String browser() {
        return browser;
    }

    @Nullable
    String address() {
        return address;
    }

    /** When the person last proved who it is. */
    Instant confirmedAt() {
        return confirmedAt;
    }
}
