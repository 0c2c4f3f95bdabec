package io.saltgate.usage;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of a refused call; {@link UsageWriter} writes it. */
@Entity
@Table(name = "usage_refusal")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class RefusedCallRow {

    /** Refusals kept per account. */
    public static final int KEPT = 100;

    @Id
    private UUID id;

    @Column(name = "account_id")
    private @Nullable UUID accountId;

    @Column(name = "refused_at")
    private Instant refusedAt;

    private String outcome;

    @Column(name = "token_id")
    private @Nullable UUID tokenId;

    private String address;
    private String hops;
    private String method;
    private String path;

    @Column(name = "user_agent")
    private String userAgent;

    protected RefusedCallRow() {}

    public Instant refusedAt() {
        return refusedAt;
    }

    /** The outcome; empty for one that only a newer node knows. */
    public Optional<Outcome> outcome() {
        return Outcome.find(outcome);
    }

    public String code() {
        return outcome;
    }

    public @Nullable UUID tokenId() {
        return tokenId;
    }

    /** {@code -} if it can't be determined. */
    public String address() {
        return address;
    }

    public boolean isAddressTold() {
        return !address.equals(RefusedCall.UNKNOWN);
    }

    /** The hops, the nearest first; see {@link RefusedCall}. */
    public String hops() {
        return hops;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public String userAgent() {
        return userAgent;
    }
}
