package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.Confirmations;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.platform.web.RequestForgery;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.passwords.AttemptQueue;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
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
        try {
            return switch (signIn.confirm(caller, exchange.field(Page.CONFIRMATION), browser.brought(exchange))) {
                case SignIn.Outcome.SignedIn signedIn -> {
                    browser.keep(exchange, signedIn);
                    Caller proved = caller.provedAt(clock.instant());
                    exchange.request().setAttribute(Caller.ATTRIBUTE, proved);
                    exchange.request().setAttribute("view.caller", proved);
                    exchange.request()
                            .setAttribute(
                                    RequestForgery.TOKEN_ATTRIBUTE,
                                    signedIn.session().csrfToken());
                    if (exchange.wantsJson()) { // the forms of a page that stays open need it
                        exchange.response()
                                .setHeader(
                                        RequestForgery.HEADER,
                                        signedIn.session().csrfToken());
                    }
                    yield Optional.empty();
                }
                case SignIn.Outcome.Refused refused ->
                    Optional.of(new Refusal(Exchange.UNPROCESSABLE, "confirmation.refused", 0));
                case SignIn.Outcome.Slowed slowed ->
                    Optional.of(new Refusal(
                            Exchange.TOO_MANY_REQUESTS, "signin.slowed", exchange.retryAfter(slowed.retryAfter())));
            };
        } catch (AttemptQueue.Busy e) {
            long wait = exchange.retryAfter(AttemptQueue.Busy.WAIT);
            return Optional.of(new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "signin.busy", wait));
        }
    }
}
