package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.WebhookKey;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of an account's webhooks.
 *
 * <p>Life cycle: ON from its beginning; OFF by a member, with the API, or because the receiver is gone or failed for
 * too long; ON again by a member; REMOVED for good. Each switching off begins a new generation: what waited to be sent
 * is over with it, and events that come while it is off, or that it never got, can be replayed.
 */
@Entity
@Table(name = "webhook_endpoint")
@IdClass(WebhookKey.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Endpoint {

    /** Characters. */
    public static final int MAX_DESCRIPTION = 200;

    /** Clocks differ a little, and an event may be stored while its endpoint is switched off. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    public enum State {
        ON,
        OFF,
        REMOVED
    }

    /** Why it is off. */
    public enum OffReason {
        MEMBER,
        API_DISABLED,
        /** The receiver answered 410. */
        GONE,
        /** It did nothing but fail for days. */
        FAILING
    }

    /**
     * What can be changed of it.
     *
     * @param description null for none
     * @param signMac whether its deliveries carry {@code mac}
     */
    public record Settings(
            OutboundUrl url, TypeFilter types, @Nullable String description, boolean signMac) {}

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    private UUID id;

    private String url;

    private @Nullable String description;

    private String types;

    @Column(name = "sign_mac")
    private boolean signMac;

    @Enumerated(EnumType.STRING)
    private State state;

    @Enumerated(EnumType.STRING)
    @Column(name = "off_reason")
    private @Nullable OffReason offReason;

    private int generation;

    private long version;

    @Column(name = "failing_since", insertable = false, updatable = false)
    private @Nullable Instant failingSince;

    @Column(name = "missed_since")
    private @Nullable Instant missedSince;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private @Nullable UUID createdBy;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Column(name = "changed_by")
    private @Nullable UUID changedBy;

    protected Endpoint() {}

    Endpoint(AccountId account, UUID id, Settings settings, Instant now, @Nullable UUID by) {
        this.accountId = account.value();
        this.id = id;
        this.state = State.ON;
        this.generation = 1;
        this.createdAt = now;
        this.createdBy = by;
        apply(settings);
        record(now, by);
    }

    public static boolean isDescription(String text) {
        return text.length() <= MAX_DESCRIPTION && PlainText.isPlain(text);
    }

    void change(Settings settings, Instant now, @Nullable UUID by) {
        apply(settings);
        record(now, by);
    }

    /**
     * @param waitsSince of the events that wait to be delivered, when the first occurred; {@code now} if none waits
     * @return whether it was on
     */
    boolean switchOff(OffReason reason, Instant waitsSince, Instant now, @Nullable UUID by) {
        if (state != State.ON) {
            return false;
        }
        state = State.OFF;
        offReason = reason;
        generation++;
        missedSince = Stream.of(
                        Optional.ofNullable(missedSince), Optional.ofNullable(failingSince), Optional.of(waitsSince))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .minus(MARGIN);
        record(now, by);
        return true;
    }

    /** @return whether it was off */
    boolean switchOn(Instant now, @Nullable UUID by) {
        if (state != State.OFF) {
            return false;
        }
        state = State.ON;
        offReason = null;
        record(now, by);
        return true;
    }

    void remove(Instant now, @Nullable UUID by) {
        state = State.REMOVED;
        offReason = null;
        generation++;
        url = "";
        description = null;
        record(now, by);
    }

    /** Nobody wants what was missed. */
    void forgetMissed() {
        missedSince = null;
    }

    /** What there was of a time is replayed: that settles what was missed if all of it is of that time. */
    public void settleMissed(Instant since, Instant until) {
        if (missedSince != null && !since.isAfter(missedSince) && !until.isBefore(changedAt)) {
            missedSince = null;
        }
    }

    /** What there was of a time is replayed, and the search ended there: what was missed begins later. */
    public void settleMissedUntil(Instant since, Instant until) {
        if (missedSince != null && !since.isAfter(missedSince) && until.isAfter(missedSince)) {
            missedSince = until;
        }
    }

    void touch(Instant now, @Nullable UUID by) {
        record(now, by);
    }

    private void apply(Settings settings) {
        url = settings.url().toString();
        types = settings.types().toColumn();
        description = settings.description();
        signMac = settings.signMac();
    }

    private void record(Instant now, @Nullable UUID by) {
        version++;
        changedAt = now;
        changedBy = by;
    }

    /** Of its address: the path may be the receiver's secret, so that trails have no more than this. */
    public String host() {
        return target().map(OutboundUrl::host).orElse("-");
    }

    /** Scheme, host and port; empty if it was removed. */
    String origin() {
        return target().map(OutboundUrl::origin).orElse("");
    }

    private Optional<OutboundUrl> target() {
        return OutboundUrl.parse(url) instanceof OutboundUrl.Parsed.Ok ok ? Optional.of(ok.url()) : Optional.empty();
    }

    public UUID accountId() {
        return accountId;
    }

    public EndpointKey key() {
        return new EndpointKey(accountId, id);
    }

    public int generation() {
        return generation;
    }

    public UUID id() {
        return id;
    }

    public String url() {
        return url;
    }

    public TypeFilter types() {
        return TypeFilter.stored(types);
    }

    public @Nullable String description() {
        return description;
    }

    public boolean signsMac() {
        return signMac;
    }

    public State state() {
        return state;
    }

    public boolean isOn() {
        return state == State.ON;
    }

    public @Nullable OffReason offReason() {
        return offReason;
    }

    /** What a form that changes it is bound to. */
    public long version() {
        return version;
    }

    /** The first failure since its last success; null if the last attempt was one. */
    public @Nullable Instant failingSince() {
        return failingSince;
    }

    /** From when on it may have missed events; null if none. */
    public @Nullable Instant missedSince() {
        return missedSince;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant changedAt() {
        return changedAt;
    }

    public @Nullable UUID changedBy() {
        return changedBy;
    }
}
