package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.Confirmations.Refusal;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.PasskeySignIn;
import io.saltgate.signin.SignIn;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * {@code /signin/confirmation}: confirms once more who is at the browser, by password and, where the person has one,
 * second factor, or by a passkey.
 */
@WebServlet("/signin/confirmation")
public class ConfirmationPage extends Page {

    private final transient SignIn signIn;
    private final transient PasskeySignIn passkeys;
    private final transient SignedInBrowser browser;
    private final transient ConfirmationForm form;

    @Inject
    public ConfirmationPage(SignIn signIn, PasskeySignIn passkeys, SignedInBrowser browser, ConfirmationForm form) {
        this.signIn = signIn;
        this.passkeys = passkeys;
        this.browser = browser;
        this.form = form;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (SignedInBrowser.caller(exchange).isNobody()) {
            exchange.redirect(ReturnPath.signIn(exchange.field("to")));
        } else {
            show(exchange, HttpServletResponse.SC_OK, "", 0);
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        if (caller.isNobody() || browser.sessionId(exchange).isEmpty()) {
            exchange.redirect(ReturnPath.signIn(exchange.field("to")));
            return;
        }
        String answer = exchange.field(CONFIRMATION_PASSKEY);
        Optional<Refusal> refusal = browser.attempt(
                exchange,
                answer.isEmpty() ? "confirmation.refused" : "passkey.confirmation.refused",
                brought -> answer.isEmpty()
                        ? signIn.confirm(caller, PasswordConfirmations.proof(exchange, "password", "code"), brought)
                        : passkeys.confirm(caller, answer, brought));
        if (refusal.isPresent()) {
            show(
                    exchange,
                    refusal.get().status(),
                    refusal.get().complaint(),
                    refusal.get().seconds());
        } else {
            exchange.redirect(ReturnPath.of(exchange.field("to")));
        }
    }

    private void show(Exchange exchange, int status, String complaint, long wait) throws IOException {
        form.show(exchange, status, complaint, wait, exchange.field("to"));
    }
}
