package io.saltgate.signin.sessions;

import io.saltgate.platform.web.HostCookie;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;

/** The console's cookie. */
@Dependent
public class SessionCookie {

    private final HostCookie cookie;

    @Inject
    public SessionCookie(PublicUrl publicUrl) {
        cookie = new HostCookie("saltgate", publicUrl);
    }

    public Optional<SessionId> read(HttpServletRequest request) {
        return cookie.read(request).flatMap(SessionId::parse);
    }

    public void write(SessionId id, HttpServletResponse response) {
        cookie.write(id.reveal(), response);
    }

    public void clear(HttpServletResponse response) {
        cookie.write("", 0, response);
    }
}
