package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.passwords.AttemptQueue;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** {@code /signin/confirmation}: proves once more who is at the browser, before a secret is shown. */
@WebServlet("/signin/confirmation")
public class ConfirmationPage extends Page {

    private final transient SignIn signIn;
    private final transient SignedInBrowser browser;

    @Inject
    public ConfirmationPage(SignIn signIn, SignedInBrowser browser) {
        this.signIn = signIn;
        this.browser = browser;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (SignedInBrowser.caller(exchange).isNobody()) {
            exchange.redirect(ReturnPath.signIn(exchange.field("to")));
        } else {
            show(exchange, HttpServletResponse.SC_OK, "");
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        SignIn.Browser brought = browser.brought(exchange);
        if (caller.isNobody() || brought.session() == null) {
            exchange.redirect(ReturnPath.signIn(exchange.field("to")));
            return;
        }
        try {
            switch (signIn.confirm(caller, exchange.field("password"), brought)) {
                case SignIn.Outcome.SignedIn signedIn -> {
                    browser.keep(exchange, signedIn);
                    exchange.redirect(ReturnPath.of(exchange.field("to")));
                }
                case SignIn.Outcome.Refused refused -> show(exchange, Exchange.UNPROCESSABLE, "confirmation.refused");
                case SignIn.Outcome.Slowed slowed ->
                    show(
                            exchange,
                            Exchange.TOO_MANY_REQUESTS,
                            "signin.slowed",
                            exchange.retryAfter(slowed.retryAfter()));
            }
        } catch (AttemptQueue.Busy e) {
            long wait = exchange.retryAfter(AttemptQueue.Busy.WAIT);
            show(exchange, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "signin.busy", wait);
        }
    }

    private static void show(Exchange exchange, int status, String complaint) throws IOException {
        show(exchange, status, complaint, 0);
    }

    private static void show(Exchange exchange, int status, String complaint, long wait) throws IOException {
        exchange.render(
                status,
                "signin/confirmation",
                Map.of("complaint", complaint, "wait", wait, "to", ReturnPath.of(exchange.field("to"))));
    }
}
