package io.saltgate.operator;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.net.IpAddresses;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key that an operator made. The row stays when the key is revoked, so that the trail's ids keep their names; the key
 * itself is nowhere.
 */
@Entity
@Table(name = "operator_key")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class OperatorKey {

    /** Calls write the last time at most this often. */
    private static final Duration USED_PRECISION = Duration.ofMinutes(1);

    @Id
    private UUID id;

    private String name;

    @Column(name = "lookup_hash")
    private String lookupHash;

    private String hint;

    /** Words with a blank between them. */
    private String scopes;

    /** Ranges with a blank between them; null for anywhere. */
    private @Nullable String addresses;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private @Nullable UUID createdBy;

    @Column(name = "expires_at")
    private @Nullable Instant expiresAt;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    protected OperatorKey() {}

    OperatorKey(UUID id, OperatorKeyText text, KeyRing ring, OperatorKeys.NewKey made, Instant now, @Nullable UUID by) {
        this.id = id;
        this.name = made.name();
        this.lookupHash = text.lookupHash(ring.current());
        this.hint = text.hint();
        this.scopes = words(new TreeSet<>(made.scopes()));
        this.addresses = made.addresses().isEmpty() ? null : words(made.addresses());
        this.expiresAt = made.expiresAt();
        this.createdAt = now;
        this.createdBy = by;
    }

    void revoke(Instant now) {
        revokedAt = revokedAt == null ? now : revokedAt;
    }

    /** Whether it opens anything at this moment, for whoever calls from there. */
    boolean isGood(Instant now, Optional<IPAddress> address) {
        return isLiving(now)
                && (addresses == null || address.filter(this::isBoundTo).isPresent());
    }

    /** Whether it was neither revoked nor has expired. */
    boolean isLiving(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    private boolean isBoundTo(IPAddress address) {
        return texts(addresses)
                .flatMap(range -> IpAddresses.parseRange(range).stream())
                .anyMatch(range -> range.block().contains(address));
    }

    /** @param hash by which it is found from now on, under the active key of the ring */
    void use(Instant now, String hash) {
        lookupHash = hash;
        if (lastUsedAt == null || !now.isBefore(lastUsedAt.plus(USED_PRECISION))) {
            lastUsedAt = now;
        }
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String hint() {
        return hint;
    }

    /** Those that this version knows. */
    public Set<OperatorScope> scopes() {
        return texts(scopes).flatMap(word -> OperatorScope.parse(word).stream()).collect(Collectors.toSet());
    }

    /** Ranges that it may call from; empty for anywhere. */
    public List<String> addresses() {
        return texts(addresses).toList();
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

    public @Nullable Instant revokedAt() {
        return revokedAt;
    }

    /** To the minute. */
    public @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }

    private static String words(Collection<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static Stream<String> texts(@Nullable String words) {
        return words == null ? Stream.empty() : Stream.of(words.split(" "));
    }
}
