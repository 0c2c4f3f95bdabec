package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.passwords.DeviceCookie;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.sessions.BrowserName;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionCookie;
import io.saltgate.signin.sessions.SessionId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The browser at hand: its cookies, and what stands behind them. */
@Dependent
public class SignedInBrowser {

    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final SessionCookie cookie;
    private final DeviceCookie deviceCookie;

    @Inject
    public SignedInBrowser(
            ConsoleSessions sessions, KnownDevices devices, SessionCookie cookie, DeviceCookie deviceCookie) {
        this.sessions = sessions;
        this.devices = devices;
        this.cookie = cookie;
        this.deviceCookie = deviceCookie;
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

    /** What it brings to a sign-in. */
    SignIn.Browser brought(Exchange exchange) {
        return new SignIn.Browser(
                sessionId(exchange).orElse(null),
                deviceCookie.read(exchange.request()).orElse(null),
                address(exchange),
                BrowserName.of(exchange.request().getHeader("User-Agent")));
    }

    void signIn(Exchange exchange, UUID user) {
        SignIn.Browser brought = brought(exchange);
        keep(
                exchange,
                new SignIn.Outcome.SignedIn(
                        sessions.start(user, brought.session(), brought.origin()),
                        devices.remember(user, brought.device())));
    }

    void keep(Exchange exchange, SignIn.Outcome.SignedIn signedIn) {
        cookie.write(signedIn.session(), exchange.response());
        deviceCookie.write(signedIn.device(), exchange.response());
    }

    void signOut(Exchange exchange) {
        sessionId(exchange).ifPresent(session -> sessions.end(session, caller(exchange)));
        cookie.clear(exchange.response());
    }
}
