package io.saltgate.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.PlainText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Base64;
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
 * @param details numbers, ranges and ids that belong to it; to be parsed as strictly as a form. The one that may be any
 *     plain text is {@code subject}, for what the message names: never a secret
 */
public record Flash(String code, Map<String, String> details) {

    private static final String COOKIE = "saltgate-done";
    private static final long SECONDS = 60;

    /** Needs no escape in a cookie (RFC 6265, section 4.1.1). */
    private static final Pattern FORM =
            Pattern.compile("([a-z.]{1,40})((?:&[a-z]{1,12}=[0-9a-zA-Z.:/_\\[\\]-]{1,340}){0,4})");

    private static final String SUBJECT = "subject";

    /** The longest subject, in characters: each takes at most four bytes of UTF-8, so 240, which are 320 in Base64. */
    private static final int MAX_SUBJECT = 60;

    /** What stands for bytes that are no UTF-8. */
    private static final char UNREADABLE = '\uFFFD';

    private static final Pattern DETAIL = Pattern.compile("&([a-z]+)=([^&]+)");

    public Flash {
        details = Map.copyOf(details);
    }

    /** A message that names what was acted on. */
    public static Flash about(String code, String subject) {
        return new Flash(code, Map.of(SUBJECT, subject));
    }

    void write(HttpServletResponse response, PublicUrl publicUrl) {
        new HostCookie(COOKIE, publicUrl).write(value(), SECONDS, response);
    }

    /** The cookie's value. */
    String value() {
        StringBuilder value = new StringBuilder(code);
        details.forEach((name, detail) ->
                value.append('&').append(name).append('=').append(name.equals(SUBJECT) ? encode(detail) : detail));
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not for a cookie: " + value);
        }
        return value.toString();
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
        String subject = details.get(SUBJECT);
        if (subject != null) {
            Optional<String> text = decode(subject);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            details.put(SUBJECT, text.get());
        }
        return Optional.of(new Flash(form.group(1), details));
    }

    private static String encode(String subject) {
        int end = subject.offsetByCodePoints(0, Math.min(MAX_SUBJECT, subject.codePointCount(0, subject.length())));
        String text = end < subject.length() ? subject.substring(0, end) + "…" : subject;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** Empty for what can't be in a message: a cookie may hold anything. */
    private static Optional<String> decode(String subject) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(subject), UTF_8))
                    .filter(text -> !text.isBlank() && PlainText.isPlain(text) && text.indexOf(UNREADABLE) < 0);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
