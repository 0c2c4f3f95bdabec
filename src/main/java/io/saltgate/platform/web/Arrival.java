package io.saltgate.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/** Notes when a request arrived at this node, for services that compare which of two calls began first. */
public final class Arrival {

    private static final String ATTRIBUTE = Arrival.class.getName();

    private Arrival() {}

    /** Notes the time, as soon as the application sees a request. */
    public static void note(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, System.nanoTime());
    }

    /** The time since the arrival; zero if it wasn't noted. */
    public static Duration age(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Long nanos
                ? Duration.ofNanos(System.nanoTime() - nanos)
                : Duration.ZERO;
    }
}
