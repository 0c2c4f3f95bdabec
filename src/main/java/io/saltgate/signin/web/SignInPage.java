package io.saltgate.signin.web;

import io.saltgate.accounts.Slug;
import io.saltgate.console.Confirmations.Refusal;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.firstrun.FirstRun;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /signin}: email and password. With {@code account=<slug>}, or on the way to an account's page, it is that
 * account's own: people whose address is known there alone sign in on it, and so can everyone else.
 */
@WebServlet("/signin")
public class SignInPage extends Page {

    /** The field with the slug of an account. */
    static final String ACCOUNT = "account";

    private final transient SignIn signIn;
    private final transient FirstRun firstRun;
    private final transient SignedInBrowser browser;
    private final transient SingleSignOn singleSignOn;
    private volatile boolean setUp;

    @Inject
    public SignInPage(SignIn signIn, FirstRun firstRun, SignedInBrowser browser, SingleSignOn singleSignOn) {
        this.signIn = signIn;
        this.firstRun = firstRun;
        this.browser = browser;
        this.singleSignOn = singleSignOn;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (!SignedInBrowser.caller(exchange).isNobody()) {
            exchange.redirect(ReturnPath.of(exchange.field("to")));
        } else if (isFirstRun()) {
            exchange.redirect("/setup");
        } else {
            browser.findFormerGuest(exchange)
                    .ifPresent(guest -> exchange.request().setAttribute("view.formerGuest", guest));
            show(exchange, singleSignOn, HttpServletResponse.SC_OK, "", 0);
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
        SignIn.Outcome outcome = browser.judge(
                exchange,
                brought -> signIn.withPassword(
                        exchange.field("email"), account(exchange).orElse(null), exchange.field("password"), brought));
        String wrong = account(exchange).isPresent() ? "signin.refused" : "signin.refused.everywhere";
        Optional<Refusal> refusal = SignedInBrowser.refusal(exchange, wrong, outcome);
        if (outcome instanceof SignIn.Outcome.CodeNeeded needed) {
            CodePage.show(exchange, HttpServletResponse.SC_OK, signIn.pend(needed), "", 0);
        } else if (refusal.isPresent()) {
            show(
                    exchange,
                    singleSignOn,
                    refusal.get().status(),
                    refusal.get().complaint(),
                    refusal.get().seconds());
        } else {
            exchange.redirect(ReturnPath.of(exchange.field("to")));
        }
    }

    static void show(Exchange exchange, SingleSignOn singleSignOn, int status, String complaint, long wait)
            throws IOException {
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
                        exchange.field("to"),
                        "provider",
                        singleSignOn.name().orElse(""),
                        ACCOUNT,
                        account(exchange).orElse("")));
    }

    /** The path of the sign-in page: an account's own one, if there is a slug. */
    static String path(@Nullable String slug) {
        return slug == null ? "/signin" : "/signin?" + ACCOUNT + "=" + slug;
    }

    /** The slug of the account whose page it is, whether there is such an account or not. */
    static Optional<String> account(Exchange exchange) {
        return Slug.parse(exchange.field(ACCOUNT))
                .or(() -> ReturnPath.account(exchange.field("to")))
                .map(Slug::value);
    }
}
