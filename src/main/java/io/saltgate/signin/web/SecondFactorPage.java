package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.Viewer;
import io.saltgate.console.ConfirmedPage;
import io.saltgate.platform.web.Exchange;
import io.saltgate.signin.OwnSecondFactor;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.factors.EnrolledFactor;
import io.saltgate.signin.factors.Enrolments;
import io.saltgate.signin.factors.RecoveryCode;
import io.saltgate.signin.factors.TotpSecret;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /profile/second-factor}: a person's own authenticator app and recovery codes. */
@WebServlet("/profile/second-factor/*")
public class SecondFactorPage extends ConfirmedPage {

    private static final String PROFILE = "/profile";

    private final transient OwnSecondFactor factor;
    private final transient Enrolments enrolments;
    private final transient SignedInBrowser browser;
    private final transient Clock clock;

    @Inject
    public SecondFactorPage(OwnSecondFactor factor, Enrolments enrolments, SignedInBrowser browser, Clock clock) {
        this.factor = factor;
        this.enrolments = enrolments;
        this.browser = browser;
        this.clock = clock;
    }

    @Override
    protected void handle(Exchange exchange) throws IOException {
        if (SignedInBrowser.caller(exchange).isNobody()) {
            exchange.redirect(ReturnPath.signIn(PROFILE));
        } else if (isConfirmed(exchange) && isSentFirst(exchange, PROFILE)) {
            super.handle(exchange);
        }
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Optional<EnrolledFactor> own = factor.find(SignedInBrowser.caller(exchange));
        if (exchange.subPath().equals("/removal")
                && own.isPresent()
                && own.get().hasApp()) {
            boolean stays = own.get().passkeys() > 0;
            exchange.render(HttpServletResponse.SC_OK, "signin/factor-removal", Map.of("stays", stays));
        } else {
            exchange.redirect(PROFILE);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        try {
            switch (exchange.subPath()) {
                case "/setup" -> setUp(exchange);
                case "/app" -> add(exchange);
                case "/recovery-codes" -> renewCodes(exchange);
                case "/removal" -> remove(exchange);
                default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (RecentSignInRequired e) {
            askToConfirm(exchange);
        }
    }

    private void remove(Exchange exchange) throws IOException {
        Optional<SignIn.Outcome.SignedIn> session =
                factor.remove(SignedInBrowser.caller(exchange), browser.brought(exchange));
        if (session.isEmpty()) {
            exchange.redirect(PROFILE, "factor.gone");
            return;
        }
        browser.keep(exchange, session.get());
        boolean stays = factor.find(SignedInBrowser.caller(exchange)).isPresent();
        exchange.redirect(PROFILE, stays ? "factor.app.removed" : "factor.removed");
    }

    private void setUp(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        caller.requireRecentProof(clock.instant());
        if (hasApp(caller)) {
            exchange.redirect(PROFILE);
        } else {
            showOffer(exchange, HttpServletResponse.SC_OK, enrolments.begin(caller.requireUser(), email(exchange)), "");
        }
    }

    private void add(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        String kept = exchange.field("kept");
        Optional<TotpSecret> secret = enrolments.open(caller.requireUser(), kept);
        if (hasApp(caller)) {
            exchange.redirect(PROFILE);
            return;
        }
        if (secret.isEmpty()) {
            Enrolments.Offer fresh = enrolments.begin(caller.requireUser(), email(exchange));
            showOffer(exchange, Exchange.UNPROCESSABLE, fresh, "factor.setup.over");
            return;
        }
        Optional<OwnSecondFactor.Added> added =
                factor.add(caller, secret.get(), exchange.field("code"), browser.brought(exchange));
        if (added.isPresent()) {
            browser.keep(exchange, added.get().session());
            browser.goOn(exchange, caller.provedAt(clock.instant()), added.get().session());
            if (added.get().codes().isEmpty()) {
                exchange.redirect(PROFILE, "factor.app.added");
            } else {
                showCodes(exchange, added.get().codes(), "factor.added");
            }
        } else if (hasApp(caller)) { // in another tab, a moment ago
            exchange.redirect(PROFILE);
        } else {
            Enrolments.Offer offer = enrolments.again(kept, secret.get(), email(exchange));
            showOffer(exchange, Exchange.UNPROCESSABLE, offer, "factor.setup.refused");
        }
    }

    private void renewCodes(Exchange exchange) throws IOException {
        Optional<List<RecoveryCode>> codes = factor.renewCodes(SignedInBrowser.caller(exchange));
        if (codes.isPresent()) {
            showCodes(exchange, codes.get(), "");
        } else {
            exchange.redirect(PROFILE);
        }
    }

    private static void showOffer(Exchange exchange, int status, Enrolments.Offer offer, String complaint)
            throws IOException {
        exchange.render(status, "signin/factor-setup", Map.of("offer", offer, "complaint", complaint));
    }

    private boolean hasApp(Caller caller) {
        return factor.find(caller).filter(EnrolledFactor::hasApp).isPresent();
    }

    /** @param added key of what was added just before; empty for nothing */
    static void showCodes(Exchange exchange, List<RecoveryCode> codes, String added) throws IOException {
        List<String> texts = codes.stream().map(RecoveryCode::reveal).toList();
        exchange.render(HttpServletResponse.SC_OK, "signin/recovery-codes", Map.of("codes", texts, "added", added));
    }

    private static String email(Exchange exchange) {
        return ((Viewer) exchange.request().getAttribute(Viewer.ATTRIBUTE)).email();
    }
}
