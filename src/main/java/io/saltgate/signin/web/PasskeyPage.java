package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.Confirmations.Refusal;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.OwnPasskeys;
import io.saltgate.signin.PasskeySignIn;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.passkeys.RelyingParty;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /signin/passkey}: a sign-in by a passkey, alone or as the second step after a password. The page's script
 * first gets what it has to ask the passkey for: for anyone by a GET, for whom the form names by a POST to
 * {@code options}.
 */
@WebServlet("/signin/passkey/*")
public class PasskeyPage extends Page {

    /** The field with what the passkey answers, as JSON. */
    static final String ANSWER = "passkey";

    private final transient PasskeySignIn signIn;
    private final transient SingleSignOn singleSignOn;
    private final transient OwnPasskeys passkeys;
    private final transient RelyingParty party;
    private final transient SignedInBrowser browser;

    @Inject
    public PasskeyPage(
            PasskeySignIn signIn,
            SingleSignOn singleSignOn,
            OwnPasskeys passkeys,
            RelyingParty party,
            SignedInBrowser browser) {
        this.signIn = signIn;
        this.singleSignOn = singleSignOn;
        this.passkeys = passkeys;
        this.party = party;
        this.browser = browser;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (!exchange.wantsJson()) {
            exchange.redirect("/signin");
        } else if (exchange.subPath().isEmpty() && party.findObstacle().isEmpty()) {
            answer(exchange, Optional.of(signIn.options()));
        } else {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        if (party.findObstacle().isPresent()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        switch (exchange.subPath()) {
            case "" -> signIn(exchange);
            case "/options" -> answer(exchange, options(exchange));
            default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private Optional<JsonObject> options(Exchange exchange) {
        Caller caller = SignedInBrowser.caller(exchange);
        return caller.isNobody()
                ? signIn.optionsAfterPassword(exchange.field(CodePage.KEPT))
                : passkeys.findConfirmation(caller);
    }

    private static void answer(Exchange exchange, Optional<JsonObject> options) throws IOException {
        if (options.isPresent()) {
            exchange.json(HttpServletResponse.SC_OK, JsonEnvelope.success(options.get()));
        } else {
            exchange.json(
                    HttpServletResponse.SC_NOT_FOUND, JsonEnvelope.failure("passkey.none", "There is no passkey."));
        }
    }

    private void signIn(Exchange exchange) throws IOException {
        String kept = exchange.field(CodePage.KEPT);
        String answer = exchange.field(ANSWER);
        SignIn.Outcome outcome = browser.judge(
                exchange,
                brought -> kept.isEmpty()
                        ? signIn.alone(answer, SignInPage.account(exchange).orElse(null), brought)
                        : signIn.afterPassword(kept, answer, brought));
        Optional<Refusal> refusal = SignedInBrowser.refusal(exchange, "passkey.refused", outcome);
        if (refusal.isEmpty()) {
            exchange.redirect(ReturnPath.of(exchange.field("to")));
            return;
        }
        Refusal why = refusal.get();
        if (outcome instanceof SignIn.Outcome.CodeRefused) {
            CodePage.show(exchange, why.status(), kept, "passkey.refused", 0);
        } else if (kept.isEmpty()
                || outcome instanceof SignIn.Outcome.Expired
                || outcome instanceof SignIn.Outcome.Refused) {
            SignInPage.show(exchange, singleSignOn, why.status(), why.complaint(), why.seconds());
        } else {
            CodePage.show(exchange, why.status(), kept, why.complaint(), why.seconds());
        }
    }
}
