package io.saltgate.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message about what an action did, shown once on the next page. It goes by a cookie of one minute: not in the
 * address, where a link could make a page say that something was done, and not in a session of the server's, which
 * there is none.
 *
 * @param code of the message {@code done.<code>}, or of what the page itself words
 * @param details numbers, ranges and hosts that belong to it, {@code subject} for what the message names; to be parsed
 *     as strictly as a form
 */
public record Flash(String code, Map<String, String> details) {

    private static final String COOKIE = "saltgate-done";
    private static final long SECONDS = 60;

    /** Needs no escape in a cookie (RFC 6265, section 4.1.1). */
    private static final Pattern FORM =
            Pattern.compile("([a-z.]{1,40})((?:&[a-z]{1,12}=[0-9a-zA-Z.:/_\\[\\]-]{1,255}){0,4})");

    private static final Pattern DETAIL = Pattern.compile("&([a-z]+)=([^&]+)");

    public Flash {
        details = Map.copyOf(details);
    }

    void write(HttpServletResponse response, PublicUrl publicUrl) {
        StringBuilder value = new StringBuilder(code);
        details.forEach(
                (name, detail) -> value.append('&').append(name).append('=').append(detail));
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not for a cookie: " + value);
        }
        new HostCookie(COOKIE, publicUrl).write(value.toString(), SECONDS, response);
    }

    /** Reads it and takes it away; empty also for what is none of ours. */
    static Optional<Flash> take(HttpServletRequest request, HttpServletResponse response, PublicUrl publicUrl) {
        HostCookie cookie = new HostCookie(COOKIE, publicUrl);
        Optional<String> value = cookie.read(request);
        if (value.isPresent()) {
            cookie.write("", 0, response);
        }
        return value.flatMap(Flash::parse);
    }

    static Optional<Flash> parse(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            return Optional.empty();
        }
        Map<String, String> details = new HashMap<>();
        Matcher detail = DETAIL.matcher(form.group(2));
        while (detail.find()) {
            details.put(detail.group(1), detail.group(2));
        }
        return Optional.of(new Flash(form.group(1), details));
    }
}
