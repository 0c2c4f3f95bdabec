package io.saltgate.signin;

import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/**
 * The console's cookie. {@code __Host-} (RFC 6265bis) and Secure where people come by https. Written as a header: the
 * container's cookie writer has no SameSite on every server.
 */
@Dependent
public class SessionCookie {

    private static final String NAME = "saltgate";

    private final String name;
    private final String attributes;

    @Inject
    public SessionCookie(PublicUrl publicUrl) {
        name = publicUrl.isHttps() ? "__Host-" + NAME : NAME;
        attributes = "; Path=/; HttpOnly; SameSite=Lax" + (publicUrl.isHttps() ? "; Secure" : "");
    }

    public Optional<SessionId> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        Optional<SessionId> found = Optional.empty();
        for (Cookie cookie : cookies) {
            if (cookie.getName().equals(name)) {
                if (found.isPresent()) {
                    return Optional.empty(); // two of one name: somebody planted one
                }
                found = SessionId.parse(cookie.getValue());
            }
        }
        return found;
    }

    public void write(SessionId id, HttpServletResponse response) {
        response.addHeader("Set-Cookie", name + "=" + id.reveal() + attributes);
    }

    public void clear(HttpServletResponse response) {
        response.addHeader("Set-Cookie", name + "=; Max-Age=0" + attributes);
    }
}
