package io.saltgate.signin.sessions;

import io.saltgate.accounts.Account;
import io.saltgate.platform.crypto.Hashes;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's sign-in on one browser. Ends as {@link SessionLimits} has it. */
@Entity
@Table(name = "console_session")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class ConsoleSession {

    @Id
    @Column(name = "id_hash")
    private String idHash;

    @Column(name = "user_id")
    private UUID userId;

    @Enumerated(EnumType.STRING)
    private SessionStrength strength;

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

    /** When it ends at the latest, where that may be before its lifetime; null if nothing but that ends it. */
    @Column(name = "ends_at")
    private @Nullable Instant endsAt;

    @Embedded
    private @Nullable GuestVisit visit;

    protected ConsoleSession() {}

    ConsoleSession(SessionId id, UUID userId, SessionStrength strength, SessionOrigin origin, Instant now) {
        this.idHash = id.hash();
        this.userId = userId;
        this.strength = strength;
        this.signedInAt = now;
        this.confirmedAt = now;
        this.lastSeenAt = now;
        this.browser = origin.browser();
        this.address = origin.address();
    }

    /** Makes it the session of a guest. */
    void visit(GuestVisit guests) {
        visit = guests;
    }

    /** What the session of a guest carries; null for everyone else's. */
    @Nullable
    GuestVisit visit() {
        return visit;
    }

    /** Whether it began with an identity provider, which can confirm who is at the browser. */
    boolean isByProvider() {
        return endsAt != null;
    }

    /** Makes it end with the sign-in at a provider to which it is owed. */
    void limit(ProviderSession to) {
        endsAt = to.endsAt();
    }

    /** Sets when the person proved who it is, which may have been before the session began. */
    void confirmAsOf(Instant proof) {
        confirmedAt = proof;
    }

    boolean isOver(SessionSettings settings, Instant now) {
        return endsAt != null && !now.isBefore(endsAt)
                || !now.isBefore(lastSeenAt.plus(settings.idle()))
                || !now.isBefore(signedInAt.plus(settings.lifetime()));
    }

    /** How long it lasts if its person does nothing from now on. */
    Duration timeLeft(SessionSettings settings, Instant now) {
        Duration whole = Duration.between(now, signedInAt.plus(settings.lifetime()));
        return whole.compareTo(settings.idle()) < 0 ? whole : settings.idle();
    }

    void see(Instant now) {
        if (!now.isBefore(lastSeenAt.plus(SessionSettings.PRECISION))) {
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

    /** Whether it began with what the account asks of its members. */
    boolean isStrongEnough(Account account) {
        return strength == SessionStrength.TWO_FACTORS || !account.needsSecondFactor();
    }

    SessionStrength strength() {
        return strength;
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
