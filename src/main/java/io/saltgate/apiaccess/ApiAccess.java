package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.crypto.Sealing;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of an account's API: disabled, enabled or paused, with its token and salt.
 *
 * <p>Life cycle: OFF, at first and whenever it was disabled, has no secrets. {@link #enable} begins an enabling with an
 * id of its own, a token and a salt; {@link #pause} and {@link #resume} go to and fro between ON and PAUSED and touch
 * no secret; {@link #rotate} changes the token and nothing else, and the one before may live on for a while, until
 * {@link #endOverlap} or its time; {@link #disable} ends the enabling and its secrets. Each change gets an id, and
 * remembers who made it and when, so that a form made before it can be told so.
 *
 * <p>Changes run under the account's row lock, so none of the guards here can be overtaken.
 */
@Entity
@Table(name = "api_access")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class ApiAccess {

    public enum State {
        OFF,
        ON,
        PAUSED
    }

    /** The last change. */
    public enum Change {
        NONE,
        ENABLED,
        PAUSED,
        RESUMED,
        REGENERATED,
        OVERLAP_ENDED,
        /** Expired by time, which is no one's change: it is shown and never stored. */
        OVERLAP_OVER,
        DISABLED
    }

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "enabling_id")
    private @Nullable UUID enablingId;

    @Column(name = "token_id")
    private @Nullable UUID tokenId;

    @Column(name = "sealed_salt")
    private @Nullable String sealedSalt;

    @Column(name = "enabled_at")
    private @Nullable Instant enabledAt;

    @Column(name = "enabled_by")
    private @Nullable UUID enabledBy;

    @Column(name = "salt_copied_at")
    private @Nullable Instant saltCopiedAt;

    @Column(name = "salt_copied_by")
    private @Nullable UUID saltCopiedBy;

    /** The time until which the answer with the current token may not have been sent yet. */
    @Column(name = "answering_until")
    private @Nullable Instant answeringUntil;

    @Column(name = "change_id")
    private UUID changeId;

    @Enumerated(EnumType.STRING)
    @Column(name = "change_kind")
    private Change change;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Column(name = "changed_by")
    private @Nullable UUID changedBy;

    protected ApiAccess() {}

    /** Creates the access of an account whose API was never enabled. */
    ApiAccess(AccountId account, UUID changeId, Instant now) {
        this.accountId = account.value();
        this.state = State.OFF;
        this.changeId = changeId;
        this.change = Change.NONE;
        this.changedAt = now;
    }

    /** @throws ApiChanged unless it is off */
    void enable(UUID enabling, UUID token, PrivateSalt salt, Sealing sealing, ChangeStamp stamp) {
        refuseUnless(state == State.OFF);
        enablingId = enabling;
        tokenId = token;
        sealedSalt = SealedSalt.seal(salt, accountId, enabling, sealing).sealed();
        enabledAt = stamp.at();
        enabledBy = stamp.by();
        state = State.ON;
        record(Change.ENABLED, stamp);
    }

    /** @throws ApiChanged unless it is on, in the enabling that the form showed */
    void pause(UUID expectedEnabling, ChangeStamp stamp) {
        refuseUnless(state == State.ON && expectedEnabling.equals(enablingId));
        state = State.PAUSED;
        record(Change.PAUSED, stamp);
    }

    /** @throws ApiChanged unless it is paused, in the enabling that the form showed */
    void resume(UUID expectedEnabling, ChangeStamp stamp) {
        refuseUnless(state == State.PAUSED && expectedEnabling.equals(enablingId));
        state = State.ON;
        record(Change.RESUMED, stamp);
    }

    /** @throws ApiChanged unless the current token is the one that the form showed */
    void refuseUnlessCurrent(UUID expectedToken) {
        refuseUnless(expectedToken.equals(tokenId));
    }

    /** @throws ApiChanged unless it is off */
    void refuseUnlessOff() {
        refuseUnless(state == State.OFF);
    }

    void rotate(UUID newToken, ChangeStamp stamp) {
        tokenId = newToken;
        answeringUntil = null;
        record(Change.REGENERATED, stamp);
    }

    /** Notes that the answer with the current token may not have been sent until then. */
    void answerUntil(Instant end) {
        answeringUntil = end;
    }

    /** Ends the overlap: the token before the current one is no longer valid. */
    void endOverlap(ChangeStamp stamp) {
        record(Change.OVERLAP_ENDED, stamp);
    }

    /** @throws ApiChanged unless the enabling that the form showed still lasts */
    void disable(UUID expectedEnabling, ChangeStamp stamp) {
        refuseUnless(state != State.OFF && expectedEnabling.equals(enablingId));
        state = State.OFF;
        enablingId = null;
        tokenId = null;
        answeringUntil = null;
        sealedSalt = null;
        enabledAt = null;
        enabledBy = null;
        saltCopiedAt = null;
        saltCopiedBy = null;
        record(Change.DISABLED, stamp);
    }

    PrivateSalt openSalt(Sealing sealing) {
        if (sealedSalt == null || enablingId == null) {
            throw new ApiChanged(this);
        }
        return new SealedSalt(accountId, enablingId, sealedSalt).open(sealing);
    }

    Optional<ApiStates.Present> findSalt() {
        return sealedSalt == null || enablingId == null || enabledAt == null
                ? Optional.empty()
                : Optional.of(new ApiStates.Present(new SealedSalt(accountId, enablingId, sealedSalt), enabledAt));
    }

    void markSaltCopied(ChangeStamp stamp) {
        saltCopiedAt = stamp.at();
        saltCopiedBy = stamp.by();
    }

    private void refuseUnless(boolean allowed) {
        if (!allowed) {
            throw new ApiChanged(this);
        }
    }

    private void record(Change what, ChangeStamp stamp) {
        change = what;
        changeId = stamp.changeId();
        changedAt = stamp.at();
        changedBy = stamp.by();
    }

    /** The person, time and new id of a change. */
    record ChangeStamp(UUID changeId, Instant at, @Nullable UUID by) {
        static ChangeStamp of(UUID changeId, Instant at, Caller caller) {
            return new ChangeStamp(changeId, at, caller.personOrNull());
        }
    }

    UUID accountId() {
        return accountId;
    }

    State state() {
        return state;
    }

    @Nullable
    UUID enablingId() {
        return enablingId;
    }

    @Nullable
    UUID tokenId() {
        return tokenId;
    }

    @Nullable
    Instant enabledAt() {
        return enabledAt;
    }

    @Nullable
    UUID enabledBy() {
        return enabledBy;
    }

    @Nullable
    Instant saltCopiedAt() {
        return saltCopiedAt;
    }

    @Nullable
    UUID saltCopiedBy() {
        return saltCopiedBy;
    }

    UUID changeId() {
        return changeId;
    }

    Change change() {
        return change;
    }

    Instant changedAt() {
        return changedAt;
    }

    @Nullable
    UUID changedBy() {
        return changedBy;
    }
}
