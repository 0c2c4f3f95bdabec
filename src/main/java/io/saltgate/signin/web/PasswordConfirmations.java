package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.Confirmations;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.platform.web.RequestForgery;
import io.saltgate.signin.SignIn;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/** Confirms by the password, counted and bounded as a sign-in is. */
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
        return browser.attempt(
                exchange,
                "confirmation.refused",
                brought -> signIn.confirm(caller, exchange.field(Page.CONFIRMATION), brought),
                signedIn -> goOn(exchange, caller.provedAt(clock.instant()), signedIn));
    }

    private static void goOn(Exchange exchange, Caller proved, SignIn.Outcome.SignedIn signedIn) {
        String token = signedIn.session().csrfToken();
        exchange.request().setAttribute(Caller.ATTRIBUTE, proved);
        exchange.request().setAttribute("view.caller", proved);
        exchange.request().setAttribute(RequestForgery.TOKEN_ATTRIBUTE, token);
        if (exchange.wantsJson()) { // the forms of a page that stays open need it
            exchange.response().setHeader(RequestForgery.HEADER, token);
        }
    }
}
