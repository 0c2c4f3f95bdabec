package io.saltgate.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code traceparent} of a request (W3C Trace Context, version 00), by which tracing systems join what belongs together. */
public record TraceParent(String text) {

    public static final String HEADER = "traceparent";

    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int TRACE_FROM = 3;
    private static final int TRACE_TO = 35;

    /** Empty unless the request has exactly one, of that form. */
    public static Optional<TraceParent> find(HttpServletRequest request) {
        List<String> lines = Collections.list(request.getHeaders(HEADER));
        return lines.size() == 1 && FORM.matcher(lines.getFirst()).matches()
                ? Optional.of(new TraceParent(lines.getFirst()))
                : Optional.empty();
    }

    /** The id of the whole trace. */
    public String traceId() {
        return text.substring(TRACE_FROM, TRACE_TO);
    }
}
