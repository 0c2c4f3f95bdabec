package io.saltgate.whitelist;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.PlainText;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An address or range that may call, with its label and end. */
@Entity
@Table(name = "whitelist_entry")
@IdClass(WhitelistEntryId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class WhitelistEntry {

    /** The longest label, in characters. */
    public static final int MAX_LABEL = 100;

    /** Databases know no year of five digits, or write it in a way of their own. */
    private static final Instant LATEST_END = Instant.parse("9999-01-01T00:00:00Z");

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    private UUID id;

    @Column(name = "address_range")
    private String range;

    /** The parsed range, cached since pages compare it many times. */
    @Transient
    private @Nullable IpRange parsed;

    private @Nullable String label;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private @Nullable UUID createdBy;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    protected WhitelistEntry() {}

    WhitelistEntry(
            AccountId account,
            UUID id,
            IpRange range,
            @Nullable String label,
            @Nullable Instant expiresAt,
            Instant now,
            @Nullable UUID by) {
        this.accountId = account.value();
        this.id = id;
        this.range = range.toString();
        this.parsed = range;
        this.label = label;
        this.expiresAt = expiresAt;
        this.createdAt = now;
        this.createdBy = by;
    }

    /** Whether a text may be a label: one line of up to 100 characters; empty is none. */
    public static boolean isLabel(String text) {
        return text.length() <= MAX_LABEL && PlainText.isPlain(text);
    }

    /** Whether an entry may end then. */
    public static boolean mayEnd(Instant end, Instant now) {
        return end.isAfter(now) && end.isBefore(LATEST_END);
    }

    /** Whether this has expired and matches no calls any more. */
    public boolean isOver(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    boolean hasDetails(@Nullable String otherLabel, @Nullable Instant otherEnd) {
        return Objects.equals(label, otherLabel) && Objects.equals(expiresAt, otherEnd);
    }

    void describe(@Nullable String newLabel, @Nullable Instant newEnd) {
        label = newLabel;
        expiresAt = newEnd;
    }

    public UUID id() {
        return id;
    }

    public IpRange range() {
        if (parsed == null) {
            parsed = IpRange.of(range);
        }
        return parsed;
    }

    public @Nullable String label() {
        return label;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable UUID createdBy() {
        return createdBy;
    }

    public @Nullable Instant expiresAt() {
        return expiresAt;
    }
}
