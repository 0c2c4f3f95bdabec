package io.saltgate.signin.recovery;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A link with which one person may set a new password, once and within half an hour. */
@Entity
@Table(name = "recovery_link")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class RecoveryLink {

    static final Duration LIFETIME = Duration.ofMinutes(30);

    @Id
    @Column(name = "token_hash")
    private String tokenHash;

    @Column(name = "user_id")
    private UUID userId;

    @SuppressWarnings("UnusedVariable") // for whoever looks at the database
    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private @Nullable UUID createdBy;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "ends_factor")
    private boolean endsFactor;

    protected RecoveryLink() {}

    private RecoveryLink(RecoveryToken token, UUID userId, @Nullable UUID createdBy, boolean endsFactor, Instant now) {
        this.tokenHash = token.hash();
        this.userId = userId;
        this.createdAt = now;
        this.createdBy = createdBy;
        this.expiresAt = now.plus(LIFETIME);
        this.endsFactor = endsFactor;
    }

    /** @param endsFactor whether using it removes the person's second factor too */
    static RecoveryLink ofOperator(RecoveryToken token, UUID userId, UUID operator, boolean endsFactor, Instant now) {
        return new RecoveryLink(token, userId, operator, endsFactor, now);
    }

    /** One that the person asked for; it leaves the second factor as it is. */
    static RecoveryLink byMail(RecoveryToken token, UUID userId, Instant now) {
        return new RecoveryLink(token, userId, null, false, now);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    UUID userId() {
        return userId;
    }

    /** The operator; null for one that was sent by mail. */
    @Nullable
    UUID createdBy() {
        return createdBy;
    }

    boolean endsFactor() {
        return endsFactor;
    }
}
