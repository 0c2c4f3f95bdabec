package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.firstrun.FirstRun;
import io.saltgate.signin.passwords.AttemptQueue;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** {@code /signin}: email and password. */
@WebServlet("/signin")
public class SignInPage extends Page {

    private final transient SignIn signIn;
    private final transient FirstRun firstRun;
    private final transient SignedInBrowser browser;
    private volatile boolean setUp;

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
        } else if (isFirstRun()) {
            exchange.redirect("/setup");
        } else {
            show(exchange, HttpServletResponse.SC_OK, "");
        }
    }

    /** Once there are people there always are: a page that anybody may ask for costs no query. */
    private boolean isFirstRun() {
        if (!setUp) {
            setUp = !firstRun.isOpen();
        }
        return !setUp;
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        try {
            switch (signIn.withPassword(
                    exchange.field("email"), exchange.field("password"), browser.brought(exchange))) {
                case SignIn.Outcome.SignedIn signedIn -> {
                    browser.keep(exchange, signedIn);
                    exchange.redirect(ReturnPath.of(exchange.field("to")));
                }
                case SignIn.Outcome.Refused refused -> show(exchange, Exchange.UNPROCESSABLE, "signin.refused");
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
                "signin/signin",
                Map.of(
                        "complaint",
                        complaint,
                        "wait",
                        wait,
                        "email",
                        exchange.field("email"),
                        "to",
                        exchange.field("to")));
    }
}
