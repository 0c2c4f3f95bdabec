package io.saltgate.accounts;

import io.saltgate.platform.PlainText;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
        /** For good: nobody gets in, no call passes. */
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
     * Only from active: what is closed stays closed.
     *
     * @param reason that its team is shown; null for none
     */
    void suspend(@Nullable String reason) {
        if (status == Status.ACTIVE) {
            status = Status.SUSPENDED;
            suspensionReason = reason;
        }
    }

    /** Ends a suspension and nothing else. */
    void liftSuspension() {
        status = status == Status.SUSPENDED ? Status.ACTIVE : status;
        suspensionReason = null;
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
