package io.saltgate.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A limit of the calls that pass, for each account a bucket that fills by so many a second. It is asked last, so that whoever
 * is refused anyway takes nothing from it. One call a second is the least that it gives: whoever it refuses may come again
 * after a second, which is what the refusal's {@code Retry-After} says.
 */
final class RateLimit {

    /** The bucket that was not used for longest is forgotten, and is full again when it comes back. */
    private static final long MOST_ACCOUNTS = 100_000;

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

    /** One that is full again needs not be remembered. */
    private static Cache<UUID, Bucket> remember(RateLimitSettings settings) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_ACCOUNTS)
                .expireAfterAccess(Duration.ofSeconds(settings.burst() / settings.perSecond() + 1))
                .build();
    }

    /** What becomes of a decision. */
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
