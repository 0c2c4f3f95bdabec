package io.saltgate.platform.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of forms that unauthenticated clients send to this node, in total and per address, and keeps the
 * answer to requests beyond it, for {@link FormRateLimitFilter} and for the server's listener. One address gets a
 * quarter of the rate at most, so that it takes several to keep others out. Thread-safe.
 */
public final class FormRateLimit {

    /** The rate in total, more than two processors can hash. */
    private static final int PER_SECOND = 32;

    /** An office that signs in at nine o'clock. */
    private static final int BURST = 256;

    private static final int ADDRESSES = 10_000;

    private static final String ATTRIBUTE = FormRateLimit.class.getName();

    private final Bucket all = bucket(BURST, PER_SECOND);

    private final Cache<String, Bucket> byAddress = Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(1)) // by then its bucket is full again
            .build();

    private volatile byte @Nullable [] overloaded;

    private static Bucket bucket(int burst, int perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** Returns the limit of an application; null until its filter is initialised. */
    public static @Nullable FormRateLimit of(ServletContext application) {
        return (FormRateLimit) application.getAttribute(ATTRIBUTE);
    }

    void publishIn(ServletContext application) {
        application.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Counts one form.
     *
     * @param address the client's, or the prefix that one subscriber has
     * @return the HTTP status to refuse it with; empty if it is within the limits
     */
    OptionalInt refusalOf(String address) {
        Bucket own = byAddress.get(address, added -> bucket(BURST / 4, PER_SECOND / 4));
        if (!own.tryConsume(1)) {
            return OptionalInt.of(ErrorAnswers.TOO_MANY_REQUESTS);
        }
        return all.tryConsume(1) ? OptionalInt.empty() : OptionalInt.of(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    boolean hasOverloadedResponse() {
        return overloaded != null;
    }

    void setOverloadedResponse(byte[] message) {
        overloaded = message;
    }

    /**
     * Returns the whole HTTP response to a form that is too many; null if it isn't, or before the first one was
     * refused.
     */
    public byte @Nullable [] overloadedResponse() {
        return all.getAvailableTokens() > 0 ? null : overloaded;
    }
}
