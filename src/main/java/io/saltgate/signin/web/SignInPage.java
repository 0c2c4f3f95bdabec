package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.FirstRun;
import io.saltgate.signin.PasswordHasher;
import io.saltgate.signin.SessionId;
import io.saltgate.signin.SignIn;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code /signin}: email and password. */
@WebServlet("/signin")
public class SignInPage extends Page {

    private final transient SignIn signIn;
    private final transient FirstRun firstRun;
    private final transient SignedInBrowser browser;

    @Inject
    public SignInPage(SignIn signIn, FirstRun firstRun, SignedInBrowser browser) {
        this.signIn = signIn;
        this.firstRun = firstRun;
        this.browser = browser;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (!SignedInBrowser.caller(exchange).isNobody()) {
            exchange.redirect(ReturnPath.of(exchange.field("to")));
        } else if (firstRun.isOpen()) {
            exchange.redirect("/setup");
        } else {
            show(exchange, HttpServletResponse.SC_OK, "");
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        try {
            Optional<SessionId> session = signIn.withPassword(
                    exchange.field("email"),
                    exchange.field("password"),
                    browser.sessionId(exchange).orElse(null),
                    SignedInBrowser.address(exchange));
            if (session.isPresent()) {
                browser.keep(exchange, session.get());
                exchange.redirect(ReturnPath.of(exchange.field("to")));
            } else {
                show(exchange, Exchange.UNPROCESSABLE, "signin.refused");
            }
        } catch (PasswordHasher.Busy e) {
            exchange.response().setHeader("Retry-After", "5");
            show(exchange, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "signin.busy");
        }
    }

    private static void show(Exchange exchange, int status, String complaint) throws IOException {
        exchange.render(
                status,
                "signin/signin",
                Map.of("complaint", complaint, "email", exchange.field("email"), "to", exchange.field("to")));
    }
}
