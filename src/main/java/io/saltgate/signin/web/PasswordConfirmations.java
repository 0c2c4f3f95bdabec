package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.Confirmations;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.PasskeySignIn;
import io.saltgate.signin.SignIn;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Confirms by the password and a code of the second factor, or by a passkey, counted and bounded as a sign-in is. */
@Dependent
class PasswordConfirmations implements Confirmations {

    private final SignIn signIn;
    private final PasskeySignIn passkeys;
    private final SignedInBrowser browser;
    private final Clock clock;

    @Inject
    PasswordConfirmations(SignIn signIn, PasskeySignIn passkeys, SignedInBrowser browser, Clock clock) {
        this.signIn = signIn;
        this.passkeys = passkeys;
        this.browser = browser;
        this.clock = clock;
    }

    @Override
    public Optional<Refusal> confirm(Exchange exchange) {
        Caller caller = SignedInBrowser.caller(exchange);
        String answer = exchange.field(Page.CONFIRMATION_PASSKEY);
        SignIn.Proof proof = proof(exchange, Page.CONFIRMATION, Page.CONFIRMATION_CODE);
        SignIn.Outcome outcome = browser.judge(
                exchange,
                brought -> answer.isEmpty()
                        ? signIn.confirm(caller, proof, brought)
                        : passkeys.confirm(caller, answer, brought));
        if (outcome instanceof SignIn.Outcome.SignedIn signedIn) {
            browser.goOn(exchange, caller.provedAt(clock.instant()), signedIn);
        }
        return SignedInBrowser.refusal(
                exchange, answer.isEmpty() ? "confirmation.refused" : "passkey.confirmation.refused", outcome);
    }

    /** What a form brings; a person without a second factor leaves its field empty, if there is one. */
    static SignIn.Proof proof(Exchange exchange, String passwordField, String codeField) {
        String code = exchange.field(codeField);
        return new SignIn.Proof(exchange.field(passwordField), code.isBlank() ? null : code);
    }
}
