package io.saltgate.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.saltgate.platform.net.IpAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits reports of leaked tokens on this node: 60 a minute from one address (of IPv6, from one subscriber's network).
 * Those whose address can't be determined share one limit.
 */
@ApplicationScoped
public class TokenReportLimit {

    static final int PER_MINUTE = 60;

    /** Beyond this, the least recently used bucket is dropped. */
    private static final long MAX_ADDRESSES = 10_000;

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MAX_ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(2))
            .build();

    /** Whether one more is taken. */
    boolean takes(@Nullable String address) {
        String network = address == null
                ? "-"
                : IpAddresses.parse(address)
                        .map(each -> IpAddresses.subscriber(each).toCanonicalString())
                        .orElse("-");
        return buckets.get(network, each -> full()).tryConsume(1);
    }

    private static Bucket full() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(PER_MINUTE).refillGreedy(PER_MINUTE, Duration.ofMinutes(1)))
                .build();
    }
}
