package io.saltgate.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of allowed calls per account with a token bucket. It is applied last, so that calls refused for
 * other reasons use nothing up. The lowest rate is one call per second, so that a refused caller may try again after
 * one second, as {@code Retry-After} says.
 */
final class RateLimit {

    /** Beyond this, the least recently used bucket is dropped; it is full again when its account calls. */
    private static final long MAX_ACCOUNTS = 100_000;

    private final RateLimitSettings settings;
    private final TimeMeter time;

    /** Null if there is no limit. */
    private final @Nullable Cache<UUID, Bucket> buckets;

    RateLimit(RateLimitSettings settings) {
        this(settings, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimit(RateLimitSettings settings, TimeMeter time) {
        this.settings = settings;
        this.time = time;
        this.buckets = settings.isOff() ? null : remember(settings);
    }

    /** Keeps buckets until they are full again. */
    private static Cache<UUID, Bucket> remember(RateLimitSettings settings) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_ACCOUNTS)
                .expireAfterAccess(Duration.ofSeconds(settings.burst() / settings.perSecond() + 1))
                .build();
    }

    /** Refuses an allowed call if its account's bucket is empty. */
    Decision judge(Decision decision) {
        if (buckets == null || !(decision instanceof Decision.Allowed allowed)) {
            return decision;
        }
        GateState state = allowed.state();
        Bucket bucket = buckets.get(state.accountId(), account -> full());
        return bucket.tryConsume(1)
                ? decision
                : new Decision.Refused(Refusal.RATE_LIMITED, new TokenOwner(state.accountId(), state.tokenId()));
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(settings.burst()).refillGreedy(settings.perSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }
}
