package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.ConsoleSessions;
import io.saltgate.signin.SessionCookie;
import io.saltgate.signin.SessionId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The session of the browser at hand: its cookie, and what stands behind it. */
@Dependent
public class SignedInBrowser {

    private final ConsoleSessions sessions;
    private final SessionCookie cookie;

    @Inject
    public SignedInBrowser(ConsoleSessions sessions, SessionCookie cookie) {
        this.sessions = sessions;
        this.cookie = cookie;
    }

    static Caller caller(Exchange exchange) {
        return (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
    }

    static @Nullable String address(Exchange exchange) {
        return caller(exchange).address();
    }

    Optional<SessionId> sessionId(Exchange exchange) {
        return cookie.read(exchange.request());
    }

    void signIn(Exchange exchange, UUID user) {
        keep(exchange, sessions.start(user, sessionId(exchange).orElse(null), address(exchange)));
    }

    void keep(Exchange exchange, SessionId session) {
        cookie.write(session, exchange.response());
    }

    void signOut(Exchange exchange) {
        sessionId(exchange).ifPresent(session -> sessions.end(session, caller(exchange)));
        cookie.clear(exchange.response());
    }
}
