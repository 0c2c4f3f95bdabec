package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.Joining;
import io.saltgate.signin.PasswordHasher;
import io.saltgate.signin.SeatTaken;
import io.saltgate.signin.SetupRules;
import io.saltgate.team.InvitationToken;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /invitation/<secret>}: take the seat, as oneself or as a new person. Looking at it uses nothing up. */
@WebServlet("/invitation/*")
public class InvitationPage extends Page {

    private final transient Joining joining;
    private final transient PasswordHasher hasher;
    private final transient SignedInBrowser browser;

    @Inject
    public InvitationPage(Joining joining, PasswordHasher hasher, SignedInBrowser browser) {
        this.joining = joining;
        this.hasher = hasher;
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
            go(exchange, joining.join(caller, token.get()), false);
        }
    }

    private void joinAsNew(Exchange exchange, InvitationToken token) throws IOException {
        String password = exchange.field("password");
        Map<String, String> complaints = SetupRules.checkPerson(exchange.field("name"), password);
        if (!complaints.isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, complaints);
            return;
        }
        // The link first: only its holder may have us compute a hash.
        if (joining.find(token).isEmpty()) {
            show(exchange, HttpServletResponse.SC_OK, Map.of());
            return;
        }
        try {
            String hash = hasher.hash(password);
            String name = exchange.field("name").strip();
            go(exchange, joining.joinAsNew(token, name, hash, SignedInBrowser.address(exchange)), true);
        } catch (PasswordHasher.Busy e) {
            exchange.retryAfter(PasswordHasher.Busy.WAIT);
            show(exchange, HttpServletResponse.SC_SERVICE_UNAVAILABLE, Map.of("password", "signin.busy"));
        } catch (SeatTaken | EJBException e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, Map.of()); // twice at once: the other one was first
        }
    }

    private void go(Exchange exchange, Optional<Joining.Joined> joined, boolean asNew) throws IOException {
        if (joined.isEmpty()) {
            show(exchange, HttpServletResponse.SC_CONFLICT, Map.of());
            return;
        }
        if (asNew) {
            browser.signIn(exchange, joined.get().user());
        }
        exchange.redirect("/accounts/" + joined.get().accountSlug() + "/settings/api");
    }

    private void show(Exchange exchange, int status, Map<String, String> complaints) throws IOException {
        Optional<Joining.Offer> offer = token(exchange).flatMap(joining::find);
        if (offer.isEmpty()) {
            exchange.render(
                    status == HttpServletResponse.SC_CONFLICT ? status : HttpServletResponse.SC_NOT_FOUND,
                    "signin/invitation-over",
                    Map.of());
            return;
        }
        Map<String, Object> model = new HashMap<>();
        model.put("offer", offer.get());
        model.put("complaints", complaints);
        model.put("name", exchange.field("name"));
        model.put("path", "/invitation" + exchange.subPath());
        exchange.render(status, "signin/invitation", model);
    }

    private static Optional<InvitationToken> token(Exchange exchange) {
        String path = exchange.subPath();
        return path.isEmpty() ? Optional.empty() : InvitationToken.parse(path.substring(1));
    }
}
