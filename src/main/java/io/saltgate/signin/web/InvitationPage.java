package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.InvitationSignUp;
import io.saltgate.signin.Joining;
import io.saltgate.signin.firstrun.SetupRules;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.team.InvitationToken;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /invitation/<secret>}: take the seat, as oneself or as a new person. Looking at it uses nothing up. */
@WebServlet("/invitation/*")
public class InvitationPage extends Page {

    private final transient Joining joining;
    private final transient InvitationSignUp signUp;
    private final transient SignedInBrowser browser;

    @Inject
    public InvitationPage(Joining joining, InvitationSignUp signUp, SignedInBrowser browser) {
        this.joining = joining;
        this.signUp = signUp;
        this.browser = browser;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        show(exchange, HttpServletResponse.SC_OK, Map.of());
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Optional<InvitationToken> token = token(exchange);
        if (token.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Caller caller = SignedInBrowser.caller(exchange);
        if (caller.isNobody()) {
            joinAsNew(exchange, token.get());
        } else {
            answer(exchange, signUp.asOneself(caller, token.get()), false);
        }
    }

    private void joinAsNew(Exchange exchange, InvitationToken token) throws IOException {
        String name = exchange.field("name");
        String password = exchange.field("password");
        String email = joining.find(token).map(Joining.Offer::email).orElse("");
        Map<String, String> complaints = SetupRules.checkPerson(name, email, password);
        if (!complaints.isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, complaints);
            return;
        }
        InvitationSignUp.Outcome outcome;
        try {
            outcome = signUp.asNew(token, name.strip(), password, SignedInBrowser.address(exchange));
        } catch (AttemptQueue.Busy e) {
            exchange.fail(HttpServletResponse.SC_SERVICE_UNAVAILABLE); // the form again would cost three queries
            return;
        }
        answer(exchange, outcome, true);
    }

    private void answer(Exchange exchange, InvitationSignUp.Outcome outcome, boolean asNew) throws IOException {
        switch (outcome) {
            case InvitationSignUp.Outcome.Accepted(Joining.Joined joined) -> {
                if (asNew) {
                    browser.signIn(exchange, joined.user());
                }
                exchange.redirect("/accounts/" + joined.accountSlug() + "/settings/api");
            }
            case InvitationSignUp.Outcome.Refused() -> show(exchange, HttpServletResponse.SC_CONFLICT, Map.of());
            case InvitationSignUp.Outcome.Slowed(Duration wait) -> showSlowed(exchange, exchange.retryAfter(wait));
        }
    }

    private void showSlowed(Exchange exchange, long seconds) throws IOException {
        Optional<Joining.Offer> offer = findOffer(exchange);
        if (offer.isEmpty()) {
            exchange.fail(Exchange.TOO_MANY_REQUESTS);
        } else {
            Map<String, Object> model = model(exchange, offer.get(), Map.of());
            model.put("slowed", seconds);
            exchange.render(Exchange.TOO_MANY_REQUESTS, "signin/invitation", model);
        }
    }

    private void show(Exchange exchange, int status, Map<String, String> complaints) throws IOException {
        Optional<Joining.Offer> offer = findOffer(exchange);
        if (offer.isEmpty()) {
            exchange.render(
                    status == HttpServletResponse.SC_CONFLICT ? status : HttpServletResponse.SC_NOT_FOUND,
                    "signin/invitation-over",
                    Map.of());
            return;
        }
        exchange.render(status, "signin/invitation", model(exchange, offer.get(), complaints));
    }

    private Optional<Joining.Offer> findOffer(Exchange exchange) {
        return token(exchange).flatMap(joining::find);
    }

    private Map<String, Object> model(Exchange exchange, Joining.Offer offer, Map<String, String> complaints) {
        Map<String, Object> model = new HashMap<>();
        model.put("offer", offer);
        Caller caller = SignedInBrowser.caller(exchange);
        model.put("fit", caller.isNobody() ? "" : joining.fit(caller, offer).name());
        model.put("complaints", complaints);
        model.put("name", exchange.field("name"));
        model.put("path", "/invitation" + exchange.subPath());
        return model;
    }

    private static Optional<InvitationToken> token(Exchange exchange) {
        String path = exchange.subPath();
        return path.isEmpty() ? Optional.empty() : InvitationToken.parse(path.substring(1));
    }
}
