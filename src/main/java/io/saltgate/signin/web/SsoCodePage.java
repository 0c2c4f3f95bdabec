package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.SingleSignOn.Outcome;
import io.saltgate.signin.WaitingForms;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** {@code /signin/sso/code}: a code of the person's own second factor, after the identity provider's word. */
@WebServlet("/signin/sso/code")
public class SsoCodePage extends Page {

    private static final String KEPT = "kept";

    private final transient SingleSignOn singleSignOn;
    private final transient SignedInBrowser browser;
    private final transient WaitingForms waiting;

    @Inject
    public SsoCodePage(SingleSignOn singleSignOn, SignedInBrowser browser, WaitingForms waiting) {
        this.singleSignOn = singleSignOn;
        this.browser = browser;
        this.waiting = waiting;
    }

    /** Nothing can be shown without the first step. */
    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect("/signin");
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        String kept = exchange.field(KEPT);
        String to = exchange.field("to");
        Outcome outcome = singleSignOn.withCode(
                kept, exchange.field("code"), SignedInBrowser.caller(exchange), browser.brought(exchange));
        switch (outcome) {
            case Outcome.SignedIn signedIn -> SsoCallbackPage.arrive(exchange, browser, waiting, signedIn, to);
            case Outcome.CodeRefused refused ->
                show(exchange, Exchange.UNPROCESSABLE, kept, to, "signin.code.refused", 0);
            case Outcome.Slowed slowed ->
                show(
                        exchange,
                        Exchange.TOO_MANY_REQUESTS,
                        kept,
                        to,
                        "signin.slowed",
                        exchange.retryAfter(slowed.retryAfter()));
            case Outcome.Refused refused ->
                SsoProblem.show(
                        exchange,
                        singleSignOn,
                        HttpServletResponse.SC_FORBIDDEN,
                        refused.reason().code(),
                        to);
            default -> SsoProblem.show(exchange, singleSignOn, Exchange.UNPROCESSABLE, "signin.code.expired", to);
        }
    }

    static void show(Exchange exchange, int status, String kept, String to, String complaint, long wait)
            throws IOException {
        exchange.render(
                status,
                "signin/code",
                Map.of(
                        "complaint",
                        complaint,
                        "wait",
                        wait,
                        KEPT,
                        kept,
                        "to",
                        ReturnPath.of(to),
                        "action",
                        "/signin/sso/code"));
    }
}
