package io.saltgate.signin.recovery;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A link with which one person may set a new password, once and within half an hour. A newer one takes its place. */
@Entity
@Table(name = "recovery_link")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class RecoveryLink {

    static final Duration LIFETIME = Duration.ofMinutes(30);

    @Id
    @Column(name = "user_id")
    private UUID userId;

    @Column(name = "token_hash")
    private String tokenHash;

    @SuppressWarnings("UnusedVariable") // for whoever looks at the database
    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private UUID createdBy;

    /** Whether it removes the person's second factor too. */
    @Column(name = "ends_factor")
    private boolean endsFactor;

    @Column(name = "expires_at")
    private Instant expiresAt;

    protected RecoveryLink() {}

    RecoveryLink(UUID userId) {
        this.userId = userId;
    }

    /** Makes it a new link; any older secret of the person is no longer valid. */
    void renew(RecoveryToken token, boolean removesFactor, UUID operator, Instant now) {
        endsFactor = removesFactor;
        tokenHash = token.hash();
        createdAt = now;
        createdBy = operator;
        expiresAt = now.plus(LIFETIME);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    UUID userId() {
        return userId;
    }

    boolean endsFactor() {
        return endsFactor;
    }

    /** The operator. */
    UUID createdBy() {
        return createdBy;
    }
}
