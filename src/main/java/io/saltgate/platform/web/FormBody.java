package io.saltgate.platform.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sent form, whose parameters are those of its body alone. A server's own request also has the parameters of the
 * address, and puts them first: a link could then fill in a forgery token, a password or a confirmation, and addresses
 * end up in histories and logs.
 */
class FormBody extends HttpServletRequestWrapper {

    private static final String TYPE = "application/x-www-form-urlencoded";

    private static final int MAX_FIELDS = 10_000;

    private final Map<String, String[]> fields = new LinkedHashMap<>();

    FormBody(HttpServletRequest request) {
        super(request);
    }

    /** Thrown if the form is too large. */
    static final class TooLarge extends Exception {}

    /** Thrown if the body isn't a form, or was cut off. */
    static final class Malformed extends Exception {}

    /**
     * Reads a URL-encoded form (WHATWG URL, section 5.1). A body of another type has no fields.
     *
     * @param maxBytes what the body may have
     */
    static FormBody readUrlEncoded(HttpServletRequest request, int maxBytes) throws TooLarge, Malformed {
        FormBody form = new FormBody(request);
        if (isUrlEncoded(request.getContentType())) {
            form.takeAll(body(request, maxBytes));
        }
        return form;
    }

    private static String body(HttpServletRequest request, int maxBytes) throws TooLarge, Malformed {
        try {
            byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw new TooLarge();
            }
            return new String(body, UTF_8);
        } catch (IOException e) {
            throw new Malformed();
        }
    }

    private static boolean isUrlEncoded(@Nullable String type) {
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE);
    }

    final void takeAll(String body) throws TooLarge, Malformed {
        int count = 0;
        for (int start = 0; start <= body.length(); ) {
            int ampersand = body.indexOf('&', start);
            int end = ampersand < 0 ? body.length() : ampersand;
            if (end > start) {
                if (++count > MAX_FIELDS) {
                    throw new TooLarge();
                }
                take(body.substring(start, end));
            }
            start = end + 1;
        }
    }

    private void take(String field) throws Malformed {
        int equals = field.indexOf('=');
        try {
            put(
                    URLDecoder.decode(equals < 0 ? field : field.substring(0, equals), UTF_8),
                    equals < 0 ? "" : URLDecoder.decode(field.substring(equals + 1), UTF_8));
        } catch (IllegalArgumentException e) {
            throw new Malformed();
        }
    }

    final void put(String name, String value) {
        fields.merge(name, new String[] {value}, FormBody::both);
    }

    private static String[] both(String[] some, String[] more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = fields.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = fields.get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(fields.keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Collections.unmodifiableMap(fields);
    }
}
