package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
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
 * The row of a valid Auth Token: its keyed hash for the gate, and the token itself, sealed so that it can be copied
 * again.
 */
@Entity
@Table(name = "auth_token")
@IdClass(IssuedTokenId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class IssuedToken {

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    private UUID id;

    @Column(name = "lookup_hash")
    private String lookupHash;

    private String sealed;
    private String hint;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private @Nullable UUID createdBy;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "copied_at")
    private @Nullable Instant copiedAt;

    @Column(name = "copied_by")
    private @Nullable UUID copiedBy;

    @Column(name = "reported_at")
    private @Nullable Instant reportedAt;

    @Column(name = "age_due_at")
    private @Nullable Instant ageDueAt;

    @Column(name = "age_told_at")
    private @Nullable Instant ageToldAt;

    protected IssuedToken() {}

    IssuedToken(AccountId account, UUID id, AuthToken token, KeyRing ring, Instant now, @Nullable UUID by) {
        this.accountId = account.value();
        this.id = id; // exists before sealing: the seal is bound to it
        this.lookupHash = token.lookupHash(ring.current());
        this.sealed = new Sealing(ring).seal(token.reveal(), place());
        this.hint = token.hint();
        this.createdAt = now;
        this.createdBy = by;
    }

    AuthToken open(Sealing sealing) {
        return AuthToken.parse(sealing.open(sealed, place()))
                .orElseThrow(() -> new IllegalStateException("what was sealed is not a token"));
    }

    void markCopied(Instant now, @Nullable UUID by) {
        copiedAt = now;
        copiedBy = by;
    }

    /**
     * Keeps the token valid until then, though it is no longer the current one; the gate compares with the database's
     * time.
     */
    void keepUntil(Instant end) {
        expiresAt = end;
        ageDueAt = null;
    }

    /**
     * Plans the next reminder of the token's age.
     *
     * @param every from one to the next, and from the token's creation to the first
     */
    void remindEvery(Duration every) {
        ageDueAt = (ageToldAt == null ? createdAt : ageToldAt).plus(every);
    }

    /** Whether this is the token before the current one and still works. */
    boolean isKept(Instant databaseTime) {
        return expiresAt != null && databaseTime.isBefore(expiresAt);
    }

    /**
     * Notes that someone reported the token as leaked.
     *
     * @param quiet for how long further reports are no news
     * @return whether this one is news
     */
    boolean report(Instant now, Duration quiet) {
        if (reportedAt != null && now.isBefore(reportedAt.plus(quiet))) {
            return false;
        }
        reportedAt = now;
        return true;
    }

    /** When someone last reported the token as leaked; null for never. */
    @Nullable
    Instant reportedAt() {
        return reportedAt;
    }

    UUID accountId() {
        return accountId;
    }

    private Sealing.Place place() {
        return place(accountId, id);
    }

    static Sealing.Place place(UUID account, UUID id) {
        return new Sealing.Place(account, id, "auth-token");
    }

    UUID id() {
        return id;
    }

    String lookupHash() {
        return lookupHash;
    }

    String hint() {
        return hint;
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable
    UUID createdBy() {
        return createdBy;
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    @Nullable
    Instant copiedAt() {
        return copiedAt;
    }

    @Nullable
    UUID copiedBy() {
        return copiedBy;
    }
}
