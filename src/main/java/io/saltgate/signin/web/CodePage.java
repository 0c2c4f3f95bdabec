package io.saltgate.signin.web;

import io.saltgate.console.Confirmations.Refusal;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.SingleSignOn;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** {@code /signin/code}: the second step of a sign-in, a code of the second factor. */
@WebServlet("/signin/code")
public class CodePage extends Page {

    /** The field with what is kept of the first step. */
    static final String KEPT = "kept";

    private final transient SignIn signIn;
    private final transient SignedInBrowser browser;
    private final transient SingleSignOn singleSignOn;

    @Inject
    public CodePage(SignIn signIn, SignedInBrowser browser, SingleSignOn singleSignOn) {
        this.signIn = signIn;
        this.browser = browser;
        this.singleSignOn = singleSignOn;
    }

    /** Nothing can be shown without the first step. */
    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect("/signin");
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        String kept = exchange.field(KEPT);
        SignIn.Outcome outcome =
                browser.judge(exchange, brought -> signIn.withCode(kept, exchange.field("code"), brought));
        Optional<Refusal> refusal = SignedInBrowser.refusal(exchange, "signin.code.expired", outcome);
        if (refusal.isEmpty()) {
            exchange.redirect(ReturnPath.of(exchange.field("to")));
            return;
        }
        Refusal why = refusal.get();
        if (outcome instanceof SignIn.Outcome.Expired || outcome instanceof SignIn.Outcome.Refused) {
            SignInPage.show(exchange, singleSignOn, why.status(), why.complaint(), 0);
        } else {
            show(exchange, why.status(), kept, why.complaint(), why.seconds());
        }
    }

    static void show(Exchange exchange, int status, String kept, String complaint, long wait) throws IOException {
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
                        exchange.field("to"),
                        SignInPage.ACCOUNT,
                        exchange.field(SignInPage.ACCOUNT)));
    }
}
