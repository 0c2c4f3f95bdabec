package io.saltgate.platform.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/**
 * A cookie of Saltgate's. {@code __Host-} (RFC 6265bis) and Secure where people come by https. Its name ends in what
 * the public address has beside the host, since browsers keep one jar for all ports and paths of a host (RFC 6265,
 * section 8.5): else a second installation there would sign people out of the first. Written as a header: the
 * container's cookie writer has no SameSite on every server.
 */
public final class HostCookie {

    private final String name;
    private final String attributes;

    public HostCookie(String plainName, PublicUrl publicUrl) {
        String ownName = plainName + "-" + publicUrl.cookieSuffix();
        name = publicUrl.isHttps() ? "__Host-" + ownName : ownName;
        attributes = "; Path=/; HttpOnly; SameSite=Lax" + (publicUrl.isHttps() ? "; Secure" : "");
    }

    /** Reads the value; empty also if there are two of this name, since one of them was planted. */
    public Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        Optional<String> found = Optional.empty();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(name)) {
                if (found.isPresent()) {
                    return Optional.empty();
                }
                found = Optional.of(cookie.getValue());
            }
        }
        return found;
    }

    /** Sets the cookie until the browser is closed. */
    public void write(String value, HttpServletResponse response) {
        response.addHeader("Set-Cookie", name + "=" + value + attributes);
    }

    /** @param maxAge in seconds; 0 takes it away */
    public void write(String value, long maxAge, HttpServletResponse response) {
        response.addHeader("Set-Cookie", name + "=" + value + "; Max-Age=" + maxAge + attributes);
    }
}
