package io.saltgate.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/** The receipt of a change on its way to the page that follows; beside the {@link Flash}, and as short-lived. */
final class ReceiptCookie {

    private static final String COOKIE = "saltgate-receipt";
    private static final long SECONDS = 60;
    private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    private ReceiptCookie() {}

    static void write(String receipt, HttpServletResponse response, PublicUrl publicUrl) {
        if (!FORM.matcher(receipt).matches()) {
            throw new IllegalArgumentException("not for a cookie");
        }
        new HostCookie(COOKIE, publicUrl).write(receipt, SECONDS, response);
    }

    /** Reads it and takes it away; empty also for what is none of ours. */
    static Optional<String> take(HttpServletRequest request, HttpServletResponse response, PublicUrl publicUrl) {
        HostCookie cookie = new HostCookie(COOKIE, publicUrl);
        Optional<String> value = cookie.read(request).filter(text -> !text.isEmpty());
        if (value.isPresent()) {
            cookie.write("", 0, response);
        }
        return value.filter(text -> FORM.matcher(text).matches());
    }
}
