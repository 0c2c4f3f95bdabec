package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Viewer;
import io.saltgate.console.Confirmations.Refusal;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.RequestForgery;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.DeviceCookie;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.sessions.BrowserName;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.GuestReturn;
import io.saltgate.signin.sessions.SessionCookie;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionStrength;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The browser at hand: its cookies, and what stands behind them. */
@Dependent
public class SignedInBrowser {

    /** The request attribute with a session that began within the request: the cookie has the one before. */
    private static final String BEGUN = SignedInBrowser.class.getName() + ".begun";

    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final SessionCookie cookie;
    private final DeviceCookie deviceCookie;
    private final GuestReturn guestReturn;

    @Inject
    public SignedInBrowser(
            ConsoleSessions sessions,
            KnownDevices devices,
            SessionCookie cookie,
            DeviceCookie deviceCookie,
            GuestReturn guestReturn) {
        this.sessions = sessions;
        this.devices = devices;
        this.cookie = cookie;
        this.deviceCookie = deviceCookie;
        this.guestReturn = guestReturn;
    }

    static Caller caller(Exchange exchange) {
        return (Caller) exchange.request().getAttribute(Caller.ATTRIBUTE);
    }

    static @Nullable String address(Exchange exchange) {
        return caller(exchange).address();
    }

    /** The session that the browser brought, or that the answer gives it in its place. */
    Optional<SessionId> sessionId(Exchange exchange) {
        Object begun = exchange.request().getAttribute(BEGUN);
        return begun instanceof SessionId session ? Optional.of(session) : cookie.read(exchange.request());
    }

    /** What it brings to a sign-in. */
    SignIn.Browser brought(Exchange exchange) {
        return new SignIn.Browser(
                sessionId(exchange).orElse(null),
                deviceCookie.read(exchange.request()).orElse(null),
                address(exchange),
                BrowserName.of(exchange.request().getHeader("User-Agent")));
    }

    /** Signs in a person who was just created, and so has no second factor. */
    void signIn(Exchange exchange, UUID user) {
        SignIn.Browser brought = brought(exchange);
        keep(
                exchange,
                new SignIn.Outcome.SignedIn(
                        sessions.start(user, SessionStrength.PASSWORD, brought.session(), brought.origin()),
                        devices.remember(user, brought.device())));
    }

    void keep(Exchange exchange, SignIn.Outcome.SignedIn signedIn) {
        exchange.request().setAttribute(BEGUN, signedIn.session());
        cookie.write(signedIn.session(), exchange.response());
        deviceCookie.write(signedIn.device(), exchange.response());
        guestReturn.clear(exchange.request(), exchange.response());
    }

    /** An attempt to prove who someone is. */
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
        return refusal(exchange, wrong, judge(exchange, attempt));
    }

    /** Makes an attempt, of which more may come than that it succeeds or is refused. */
    SignIn.Outcome judge(Exchange exchange, Attempt attempt) {
        try {
            SignIn.Outcome outcome = attempt.by(brought(exchange));
            if (outcome instanceof SignIn.Outcome.SignedIn signedIn) {
                keep(exchange, signedIn);
            }
            return outcome;
        } catch (AttemptQueue.Busy e) {
            return new SignIn.Outcome.Busy();
        }
    }

    static Optional<Refusal> refusal(Exchange exchange, String wrong, SignIn.Outcome outcome) {
        return switch (outcome) {
            case SignIn.Outcome.SignedIn signedIn -> Optional.empty();
            case SignIn.Outcome.Refused refused -> Optional.of(new Refusal(Exchange.UNPROCESSABLE, wrong, 0));
            case SignIn.Outcome.CodeNeeded needed ->
                Optional.of(new Refusal(Exchange.UNPROCESSABLE, "signin.code.needed", 0));
            case SignIn.Outcome.CodeRefused refused ->
                Optional.of(new Refusal(Exchange.UNPROCESSABLE, "signin.code.refused", 0));
            case SignIn.Outcome.Expired expired ->
                Optional.of(new Refusal(Exchange.UNPROCESSABLE, "signin.code.expired", 0));
            case SignIn.Outcome.Slowed slowed ->
                Optional.of(new Refusal(
                        Exchange.TOO_MANY_REQUESTS, "signin.slowed", exchange.retryAfter(slowed.retryAfter())));
            case SignIn.Outcome.Busy busy ->
                Optional.of(new Refusal(
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        "signin.busy",
                        exchange.retryAfter(AttemptQueue.Busy.WAIT)));
        };
    }

    /** Goes on with the request as the caller who has just proved who it is, in the session that the answer brings. */
    void goOn(Exchange exchange, Caller proved, SignIn.Outcome.SignedIn signedIn) {
        String token = signedIn.session().csrfToken();
        exchange.request().setAttribute(Caller.ATTRIBUTE, proved);
        exchange.request().setAttribute("view.caller", proved);
        exchange.request().setAttribute(RequestForgery.TOKEN_ATTRIBUTE, token);
        if (exchange.wantsJson()) { // the forms of a page that stays open need it
            exchange.response().setHeader(RequestForgery.HEADER, token);
        }
    }

    void signOut(Exchange exchange) {
        sessionId(exchange).ifPresent(session -> sessions.end(session, caller(exchange)));
        cookie.clear(exchange.response());
        guestReturn.clear(exchange.request(), exchange.response());
    }

    /** Where a guest came from whose session is over; empty if this browser had none. */
    Optional<Viewer.Guest> findFormerGuest(Exchange exchange) {
        return guestReturn.read(exchange.request()).map(url -> new Viewer.Guest(url.isEmpty() ? null : url, null));
    }
}
