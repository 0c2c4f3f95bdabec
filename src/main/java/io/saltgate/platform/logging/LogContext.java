package io.saltgate.platform.logging;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What log lines of the present thread are about: the request's id and trace. Set and cleared by a filter. */
public final class LogContext {

    private static final String REQUEST_ID = "requestId";

    /** Of Java's own types, since threads outlive us. */
    private static final ThreadLocal<Map<String, String>> PRESENT = ThreadLocal.withInitial(Map::of);

    private LogContext() {}

    /** @param trace the W3C trace id; null if the request has none */
    public static void set(String requestId, @Nullable String trace) {
        PRESENT.set(trace == null ? Map.of(REQUEST_ID, requestId) : Map.of(REQUEST_ID, requestId, "traceId", trace));
    }

    public static void clear() {
        PRESENT.remove();
    }

    /** The id of the request that this thread works for; empty in the background. */
    public static Optional<String> requestId() {
        return Optional.ofNullable(PRESENT.get().get(REQUEST_ID));
    }

    static Map<String, String> get() {
        return PRESENT.get();
    }
}
