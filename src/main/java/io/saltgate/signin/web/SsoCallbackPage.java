package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Messages;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.SingleSignOn.Outcome;
import io.saltgate.signin.WaitingForms;
import io.saltgate.signin.oidc.AuthorizationFlow;
import io.saltgate.signin.sessions.SessionId;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /signin/sso/callback}: back from the identity provider. */
@WebServlet(AuthorizationFlow.CALLBACK)
public class SsoCallbackPage extends Page {

    private final transient SingleSignOn singleSignOn;
    private final transient SignedInBrowser browser;
    private final transient AuthorizationCookie cookie;
    private final transient ConfirmationForm confirmation;
    private final transient WaitingForms waiting;

    @Inject
    public SsoCallbackPage(
            SingleSignOn singleSignOn,
            SignedInBrowser browser,
            AuthorizationCookie cookie,
            ConfirmationForm confirmation,
            WaitingForms waiting) {
        this.singleSignOn = singleSignOn;
        this.browser = browser;
        this.cookie = cookie;
        this.confirmation = confirmation;
        this.waiting = waiting;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (!singleSignOn.isOn()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        AuthorizationFlow.Return back = new AuthorizationFlow.Return(
                parameter(exchange, "state"),
                parameter(exchange, "code"),
                parameter(exchange, "error"),
                parameter(exchange, "iss"));
        SingleSignOn.Completed completed = singleSignOn.complete(
                cookie.read(exchange.request()), back, SignedInBrowser.caller(exchange), browser.brought(exchange));
        cookie.clear(exchange.response());
        String to = completed.pending() == null ? "" : completed.pending().to();
        answer(exchange, completed, to);
    }

    private void answer(Exchange exchange, SingleSignOn.Completed completed, String to) throws IOException {
        switch (completed.outcome()) {
            case Outcome.SignedIn signedIn -> arrive(exchange, browser, waiting, signedIn, to);
            case Outcome.CodeNeeded needed ->
                SsoCodePage.show(exchange, HttpServletResponse.SC_OK, completed.requireKept(), to, "", 0);
            case Outcome.LinkNeeded needed ->
                SsoLinkPage.show(exchange, singleSignOn, HttpServletResponse.SC_OK, completed.requireKept(), to);
            case Outcome.NotFresh stale -> confirmation.show(exchange, Exchange.UNPROCESSABLE, "sso.not.fresh", 0, to);
            case Outcome.Refused refused ->
                problem(
                        exchange,
                        HttpServletResponse.SC_FORBIDDEN,
                        refused.reason().code(),
                        to);
            case Outcome.Declined declined ->
                problem(exchange, HttpServletResponse.SC_FORBIDDEN, messageOf(declined.code()), to);
            case Outcome.Unavailable away ->
                problem(exchange, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "sso.unavailable", to);
            case Outcome.Slowed slowed -> {
                exchange.retryAfter(slowed.retryAfter());
                problem(exchange, Exchange.TOO_MANY_REQUESTS, "sso.slowed", to);
            }
            default -> problem(exchange, HttpServletResponse.SC_BAD_REQUEST, "sso.invalid", to);
        }
    }

    /** Goes on in the new session, with the form that waits for it. */
    static void arrive(
            Exchange exchange, SignedInBrowser browser, WaitingForms waiting, Outcome.SignedIn signedIn, String to) {
        Caller caller = SignedInBrowser.caller(exchange);
        Optional<SessionId> before = browser.sessionId(exchange);
        if (!caller.isNobody() && before.isPresent()) {
            waiting.passOn(caller, before.get(), signedIn.session().session());
        }
        browser.keep(exchange, signedIn.session());
        exchange.redirect(ReturnPath.of(to));
    }

    private void problem(Exchange exchange, int status, String message, String to) throws IOException {
        SsoProblem.show(exchange, singleSignOn, status, message, to);
    }

    private static String messageOf(String code) {
        String key = "sso.declined." + code.replace('_', '.');
        return Messages.has(key) ? key : "sso.declined";
    }

    /** Null if it was not sent, or twice (RFC 6749, section 3.1). */
    private static @Nullable String parameter(Exchange exchange, String name) {
        String[] values = exchange.request().getParameterValues(name);
        return values == null || values.length != 1 || values[0].isEmpty() ? null : values[0];
    }
}
