package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.oidc.AuthorizationFlow;
import io.saltgate.signin.sessions.SessionId;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /signin/sso}: on to the identity provider, to sign in or to confirm ({@code ?confirm=1}). By a GET: a browser
 * that follows {@code form-action} lets no answer to a form lead to another site.
 */
@WebServlet("/signin/sso")
public class SsoPage extends Page {

    static final String PATH = "/signin/sso";

    private final transient SingleSignOn singleSignOn;
    private final transient SignedInBrowser browser;
    private final transient AuthorizationCookie cookie;

    @Inject
    public SsoPage(SingleSignOn singleSignOn, SignedInBrowser browser, AuthorizationCookie cookie) {
        this.singleSignOn = singleSignOn;
        this.browser = browser;
        this.cookie = cookie;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        String to = ReturnPath.of(exchange.field("to"));
        boolean confirmation = !exchange.field("confirm").isEmpty();
        if (!singleSignOn.isOn()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } else if (confirmation && caller.isNobody()) {
            exchange.redirect(ReturnPath.signIn(to));
        } else if (!confirmation && !caller.isNobody()) {
            exchange.redirect(to);
        } else {
            leave(exchange, confirmation ? browser.sessionId(exchange) : Optional.empty(), to);
        }
    }

    private void leave(Exchange exchange, Optional<SessionId> confirmed, String to) throws IOException {
        Optional<AuthorizationFlow.Departure> departure = singleSignOn.begin(confirmed.orElse(null), to);
        if (departure.isEmpty()) {
            SsoProblem.show(exchange, singleSignOn, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "sso.unavailable", to);
            return;
        }
        cookie.write(departure.get().kept(), exchange.response());
        exchange.response().setStatus(HttpServletResponse.SC_SEE_OTHER);
        exchange.response().setHeader("Location", departure.get().url());
    }
}
