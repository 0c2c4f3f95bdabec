package io.saltgate.accounts;

import io.saltgate.platform.PlainText;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant. Its slug stands in URLs, never changes, and is never given out again. */
@Entity
@Table(name = "account")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Account {

    public enum Status {
        ACTIVE,
        /** By the operator: calls are refused, the console still opens. */
        SUSPENDED,
        /** By an owner or the operator: no call passes, and until its data is deleted it can be reopened. */
        CLOSED
    }

    /** Characters of the reason for a suspension. */
    public static final int MAX_REASON = 200;

    private static final int MAX_NAME = 100;

    @Id
    private UUID id;

    private String slug;
    private String name;

    @Column(name = "external_id")
    private @Nullable String externalId;

    @Enumerated(EnumType.STRING)
    private Status status;

    @Column(name = "suspension_reason")
    private @Nullable String suspensionReason;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "second_factor")
    private boolean secondFactor;

    @Column(name = "managed_by_api")
    private boolean managedByApi;

    @Column(name = "pauses_on_leak")
    private boolean pausesOnLeak;

    @Embedded
    private @Nullable OwnPolicy policy;

    /** What the account was before it was closed; null again once its data is being deleted. */
    @Enumerated(EnumType.STRING)
    @Column(name = "closed_from")
    private @Nullable Status closedFrom;

    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @Column(name = "purge_at")
    private @Nullable Instant purgeAt;

    protected Account() {}

    Account(UUID id, Slug slug, String name, @Nullable ExternalId externalId, Instant createdAt) {
        this.id = id;
        this.slug = slug.value();
        this.name = name;
        identify(externalId);
        this.status = Status.ACTIVE;
        this.createdAt = createdAt.truncatedTo(ChronoUnit.MICROS); // as both databases keep it
    }

    /** One line of 1 to 100 characters without control or direction marks; blanks around it don't count. */
    public static boolean isName(String text) {
        String plain = text.strip();
        return !plain.isEmpty() && plain.length() <= MAX_NAME && PlainText.isPlain(plain);
    }

    /** One line of 1 to {@value #MAX_REASON} characters without control or direction marks. */
    public static boolean isReason(String text) {
        String plain = text.strip();
        return !plain.isEmpty() && plain.length() <= MAX_REASON && PlainText.isPlain(plain);
    }

    void rename(String newName) {
        name = newName;
    }

    void identify(@Nullable ExternalId newId) {
        externalId = newId == null ? null : newId.value();
    }

    /**
     * What is closed stays closed.
     *
     * @param reason that its team is shown; null for none
     */
    void suspend(@Nullable String reason) {
        if (status != Status.CLOSED) {
            status = Status.SUSPENDED;
            suspensionReason = reason;
        }
    }

    /** Ends a suspension and nothing else. */
    void liftSuspension() {
        status = status == Status.SUSPENDED ? Status.ACTIVE : status;
        suspensionReason = null;
    }

    /** @param purgeAt until when it can be reopened */
    void close(Instant now, Instant purgeAt) {
        if (status != Status.CLOSED) {
            closedFrom = status;
            closedAt = now.truncatedTo(ChronoUnit.MICROS);
            this.purgeAt = purgeAt.truncatedTo(ChronoUnit.MICROS);
            status = Status.CLOSED;
        }
    }

    /** Whether it is closed and can be reopened. */
    public boolean isReopenable(Instant now) {
        return status == Status.CLOSED && closedFrom != null && purgeAt != null && now.isBefore(purgeAt);
    }

    /** Only while {@link #isReopenable}; what was suspended is so again. */
    void reopen() {
        status = Objects.requireNonNull(closedFrom);
        closedFrom = null;
        closedAt = null;
        purgeAt = null;
    }

    /** From here on its data is being deleted, and nothing brings it back. */
    void giveUp() {
        closedFrom = null;
    }

    /** What is left has its slug alone, so that this is never given out again. */
    void forget() {
        name = slug;
        externalId = null;
        suspensionReason = null;
        purgeAt = null;
    }

    public boolean isClosed() {
        return status == Status.CLOSED;
    }

    /** Since when it is closed; null if it isn't. */
    public @Nullable Instant closedAt() {
        return closedAt;
    }

    /** When its data is deleted; null if it isn't closed, or the data is gone. */
    public @Nullable Instant purgeAt() {
        return purgeAt;
    }

    void requireSecondFactor(boolean required) {
        secondFactor = required;
    }

    /** Whether members get in only with a second factor. */
    public boolean needsSecondFactor() {
        return secondFactor;
    }

    void manageByApi(boolean allowed) {
        managedByApi = allowed;
    }

    /** Whether the account's token may read and change its whitelist and webhooks by the API. */
    public boolean isManagedByApi() {
        return managedByApi;
    }

    void pauseOnLeak(boolean pauses) {
        pausesOnLeak = pauses;
    }

    /** Whether calls are paused when someone reports that a token of the account has leaked. */
    public boolean pausesOnLeak() {
        return pausesOnLeak;
    }

    void follow(OwnPolicy other) {
        policy = other;
    }

    /** The times that the account has set for itself. */
    public OwnPolicy policy() {
        return policy == null ? OwnPolicy.NONE : policy;
    }

    public boolean isSuspended() {
        return status == Status.SUSPENDED;
    }

    public AccountId id() {
        return new AccountId(id);
    }

    public String slug() {
        return slug;
    }

    public String name() {
        return name;
    }

    /** The operator's own id of this account. */
    public @Nullable String externalId() {
        return externalId;
    }

    public Status status() {
        return status;
    }

    /** Why it is suspended; null if it isn't, or if nobody said why. */
    public @Nullable String suspensionReason() {
        return suspensionReason;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
