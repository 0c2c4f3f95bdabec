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
 * How many forms a second this node takes from strangers, and what one more is answered, wherever it is turned away: by
 * {@link StrangersPace}, or by the server's listener before the application hears of it. One address has a quarter of it at
 * most, so that it takes several to keep others out. Thread-safe.
 */
public final class Pace {

    /** More than two processors can hash. */
    private static final int PER_SECOND = 32;

    /** An office that signs in at nine o'clock. */
    private static final int BURST = 256;

    /** More than that many can't have used up their share within the time that it takes to come back. */
    private static final int ADDRESSES = 10_000;

    private static final String ATTRIBUTE = Pace.class.getName();

    private final Bucket all = bucket(BURST, PER_SECOND);

    private final Cache<String, Bucket> byAddress = Caffeine.newBuilder()
            .maximumSize(ADDRESSES)
            .expireAfterAccess(Duration.ofMinutes(1)) // it is full again
            .build();

    private volatile byte @Nullable [] answer;

    private static Bucket bucket(int burst, int perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** Of an application that has started; null if it has not, or has no such filter. */
    public static @Nullable Pace of(ServletContext application) {
        return (Pace) application.getAttribute(ATTRIBUTE);
    }

    void publishIn(ServletContext application) {
        application.setAttribute(ATTRIBUTE, this);
    }

    /**
     * Counts one form.
     *
     * @param address of who sends it, as far as it tells one subscriber from another
     * @return the status to refuse it with; empty if there is room
     */
    OptionalInt refusalOf(String address) {
        Bucket own = byAddress.get(address, unknown -> bucket(BURST / 4, PER_SECOND / 4));
        if (!own.tryConsume(1)) {
            return OptionalInt.of(ErrorAnswers.TOO_MANY_REQUESTS);
        }
        return all.tryConsume(1) ? OptionalInt.empty() : OptionalInt.of(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    }

    boolean hasAnswer() {
        return answer != null;
    }

    void answerWith(byte[] message) {
        answer = message;
    }

    /** The whole HTTP message for one more form, header and body; null while there is room, or until it is made. */
    public byte @Nullable [] answerToOneMore() {
        return all.getAvailableTokens() > 0 ? null : answer;
    }
}
