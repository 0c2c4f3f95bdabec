package io.saltgate.signin.web;

import io.saltgate.console.Confirmations.Refusal;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.SingleSignOn.Outcome;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /signin/sso/link}: a person who has a password already proves once that the identity provider's is the same
 * person, with that password and, where there is one, the second factor.
 */
@WebServlet("/signin/sso/link")
public class SsoLinkPage extends Page {

    /** The field with what the provider said. */
    private static final String KEPT = "kept";

    /** The field with the first step of the person's own sign-in, where a code is still to come. */
    private static final String PROVED = "proved";

    private final transient SingleSignOn singleSignOn;
    private final transient SignIn signIn;
    private final transient SignedInBrowser browser;

    @Inject
    public SsoLinkPage(SingleSignOn singleSignOn, SignIn signIn, SignedInBrowser browser) {
        this.singleSignOn = singleSignOn;
        this.signIn = signIn;
        this.browser = browser;
    }

    /** Nothing can be shown without the provider's word. */
    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect("/signin");
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        String kept = exchange.field(KEPT);
        String to = exchange.field("to");
        Optional<String> email = singleSignOn.findAddress(kept);
        if (email.isEmpty()) {
            SsoProblem.show(exchange, singleSignOn, Exchange.UNPROCESSABLE, "signin.code.expired", to);
            return;
        }
        String proved = exchange.field(PROVED);
        SignIn.Outcome outcome = browser.judge(
                exchange,
                brought -> proved.isEmpty()
                        ? signIn.withPassword(email.get(), exchange.field("password"), brought)
                        : signIn.withCode(proved, exchange.field("code"), brought));
        if (outcome instanceof SignIn.Outcome.SignedIn signedIn) {
            link(exchange, kept, to, signedIn);
        } else if (outcome instanceof SignIn.Outcome.CodeNeeded needed) {
            show(exchange, singleSignOn, HttpServletResponse.SC_OK, kept, to, signIn.pend(needed), "", 0);
        } else {
            Refusal why = SignedInBrowser.refusal(exchange, "confirmation.refused", outcome)
                    .orElseThrow();
            String step = outcome instanceof SignIn.Outcome.Expired ? "" : proved;
            show(exchange, singleSignOn, why.status(), kept, to, step, why.complaint(), why.seconds());
        }
    }

    private void link(Exchange exchange, String kept, String to, SignIn.Outcome.SignedIn signedIn) throws IOException {
        switch (singleSignOn.link(kept, signedIn, browser.brought(exchange))) {
            case Outcome.SignedIn linked -> {
                browser.keep(exchange, linked.session());
                exchange.redirect(ReturnPath.of(to));
            }
            case Outcome.Refused refused ->
                SsoProblem.show(
                        exchange,
                        singleSignOn,
                        HttpServletResponse.SC_FORBIDDEN,
                        refused.reason().code(),
                        to);
            default -> exchange.redirect(ReturnPath.of(to)); // signed in, and not linked
        }
    }

    static void show(Exchange exchange, SingleSignOn singleSignOn, int status, String kept, String to)
            throws IOException {
        show(exchange, singleSignOn, status, kept, to, "", "", 0);
    }

    private static void show(
            Exchange exchange,
            SingleSignOn singleSignOn,
            int status,
            String kept,
            String to,
            String proved,
            String complaint,
            long wait)
            throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("complaint", complaint);
        model.put("wait", wait);
        model.put(KEPT, kept);
        model.put(PROVED, proved);
        model.put("to", ReturnPath.of(to));
        model.put("email", singleSignOn.findAddress(kept).orElse(""));
        model.put("provider", singleSignOn.name().orElse(""));
        exchange.render(status, "signin/sso-link", model);
    }
}
