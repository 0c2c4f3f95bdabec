package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.Confirmations.Refusal;
import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.DeviceCookie;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.sessions.BrowserName;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionCookie;
import io.saltgate.signin.sessions.SessionId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
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

    private void keep(Exchange exchange, SignIn.Outcome.SignedIn signedIn) {
        cookie.write(signedIn.session(), exchange.response());
        deviceCookie.write(signedIn.device(), exchange.response());
    }

    /** An attempt to prove who somebody is. */
    @FunctionalInterface
    interface Attempt {
        SignIn.Outcome by(SignIn.Browser browser);
    }

    /**
     * Makes an attempt. If it succeeds, the browser gets the session with the answer.
     *
     * @param wrong key of the message for a wrong password
     * @return why it was refused; empty if it succeeded
     */
    Optional<Refusal> attempt(Exchange exchange, String wrong, Attempt attempt) {
        return attempt(exchange, wrong, attempt, signedIn -> {});
    }

    /** @param then what else follows if it succeeds */
    Optional<Refusal> attempt(
            Exchange exchange, String wrong, Attempt attempt, Consumer<SignIn.Outcome.SignedIn> then) {
        try {
            return switch (attempt.by(brought(exchange))) {
                case SignIn.Outcome.SignedIn signedIn -> {
                    keep(exchange, signedIn);
                    then.accept(signedIn);
                    yield Optional.empty();
                }
                case SignIn.Outcome.Refused refused -> Optional.of(new Refusal(Exchange.UNPROCESSABLE, wrong, 0));
                case SignIn.Outcome.Slowed slowed ->
                    Optional.of(new Refusal(
                            Exchange.TOO_MANY_REQUESTS, "signin.slowed", exchange.retryAfter(slowed.retryAfter())));
            };
        } catch (AttemptQueue.Busy e) {
            long wait = exchange.retryAfter(AttemptQueue.Busy.WAIT);
            return Optional.of(new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "signin.busy", wait));
        }
    }

    void signOut(Exchange exchange) {
        sessionId(exchange).ifPresent(session -> sessions.end(session, caller(exchange)));
        cookie.clear(exchange.response());
    }
}
