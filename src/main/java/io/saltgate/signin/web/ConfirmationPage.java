package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.PasswordHasher;
import io.saltgate.signin.SessionId;
import io.saltgate.signin.SignIn;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

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
            exchange.redirect("/signin");
        } else {
            show(exchange, HttpServletResponse.SC_OK, "");
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        Optional<SessionId> current = browser.sessionId(exchange);
        if (caller.isNobody() || current.isEmpty()) {
            exchange.redirect("/signin");
            return;
        }
        try {
            Optional<SessionId> confirmed = signIn.confirm(caller, exchange.field("password"), current.get());
            if (confirmed.isPresent()) {
                browser.keep(exchange, confirmed.get());
                exchange.redirect(ReturnPath.of(exchange.field("to")));
            } else {
                show(exchange, Exchange.UNPROCESSABLE, "confirmation.refused");
            }
        } catch (PasswordHasher.Busy e) {
            exchange.response().setHeader("Retry-After", "5");
            show(exchange, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "signin.busy");
        }
    }

    private static void show(Exchange exchange, int status, String complaint) throws IOException {
        exchange.render(
                status,
                "signin/confirmation",
                Map.of("complaint", complaint, "to", ReturnPath.of(exchange.field("to"))));
    }
}
