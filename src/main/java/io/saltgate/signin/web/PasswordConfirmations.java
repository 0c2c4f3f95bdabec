package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.Confirmations;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SignIn;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Confirms by the password, and a code of the second factor, counted and bounded as a sign-in is. */
@Dependent
class PasswordConfirmations implements Confirmations {

    private final SignIn signIn;
    private final SignedInBrowser browser;
    private final Clock clock;

    @Inject
    PasswordConfirmations(SignIn signIn, SignedInBrowser browser, Clock clock) {
        this.signIn = signIn;
        this.browser = browser;
        this.clock = clock;
    }

    @Override
    public Optional<Refusal> confirm(Exchange exchange) {
        Caller caller = SignedInBrowser.caller(exchange);
        SignIn.Proof proof = proof(exchange, Page.CONFIRMATION, Page.CONFIRMATION_CODE);
        SignIn.Outcome outcome = browser.judge(exchange, brought -> signIn.confirm(caller, proof, brought));
        if (outcome instanceof SignIn.Outcome.SignedIn signedIn) {
            browser.goOn(exchange, caller.provedAt(clock.instant()), signedIn);
        }
        return SignedInBrowser.refusal(exchange, "confirmation.refused", outcome);
    }

    /** What a form brings; a person without a second factor leaves its field empty, if there is one. */
    static SignIn.Proof proof(Exchange exchange, String passwordField, String codeField) {
        String code = exchange.field(codeField);
        return new SignIn.Proof(exchange.field(passwordField), code.isBlank() ? null : code);
    }
}
