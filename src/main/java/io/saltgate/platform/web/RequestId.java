package io.saltgate.platform.web;

import io.saltgate.platform.crypto.Base62;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The id of one call of the JSON API, which its answer and the log lines about it carry. The caller's own {@code
 * X-Request-Id} is taken over if it is one harmless word, so that one id leads through several systems.
 */
public final class RequestId {

    /** The header of request and answer. */
    public static final String HEADER = "X-Request-Id";

    /** Nothing that a log, a terminal or a page could act on. */
    private static final Pattern HARMLESS = Pattern.compile("[0-9A-Za-z._~:/+=@-]{1,128}");

    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final int GENERATED = 22;

    private RequestId() {}

    /** The same each time it is asked for during one request. */
    public static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        List<String> lines = Collections.list(request.getHeaders(HEADER));
        String id = lines.size() == 1 && HARMLESS.matcher(lines.getFirst()).matches()
                ? lines.getFirst()
                : Base62.random(GENERATED);
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
