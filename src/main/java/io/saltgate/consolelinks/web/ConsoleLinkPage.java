package io.saltgate.consolelinks.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Viewer;
import io.saltgate.consolelinks.ConsoleLinkRedemption;
import io.saltgate.consolelinks.ConsoleLinkToken;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope;
import io.saltgate.platform.web.Page;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.sessions.BrowserName;
import io.saltgate.signin.sessions.GuestReturn;
import io.saltgate.signin.sessions.SessionCookie;
import io.saltgate.signin.sessions.SessionOrigin;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /console-links/<secret>}: leads a product's customer into an account. Looking at it changes nothing and sets no
 * cookie, so that whoever fetches links ahead uses none up; its form redeems the link, by script at once where nobody is
 * signed in. Never in a frame of another site, which could have it pressed unseen.
 */
@WebServlet("/console-links/*")
public class ConsoleLinkPage extends Page {

    /** What Sec-Fetch-Dest says of a navigation of a whole tab, and of our own script. */
    private static final Set<String> TOP_LEVEL = Set.of("document", "empty");

    private final transient ConsoleLinkRedemption links;
    private final transient SessionCookie cookie;
    private final transient GuestReturn guestReturn;
    private final transient PublicUrl publicUrl;

    @Inject
    public ConsoleLinkPage(
            ConsoleLinkRedemption links, SessionCookie cookie, GuestReturn guestReturn, PublicUrl publicUrl) {
        this.links = links;
        this.cookie = cookie;
        this.guestReturn = guestReturn;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void handle(Exchange exchange) throws IOException {
        String destination = exchange.request().getHeader("Sec-Fetch-Dest");
        if (destination == null || TOP_LEVEL.contains(destination)) {
            super.handle(exchange);
        } else {
            exchange.fail(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Optional<ConsoleLinkRedemption.Offer> offer = token(exchange).flatMap(links::find);
        if (offer.filter(ConsoleLinkRedemption.Offer::open).isEmpty()) {
            showOver(exchange, HttpServletResponse.SC_NOT_FOUND, offer);
            return;
        }
        Map<String, Object> model = look(offer);
        model.put("offer", offer.get());
        model.put("path", "/console-links" + exchange.subPath());
        exchange.renderUntouched(HttpServletResponse.SC_OK, "consolelinks/link", model);
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        HttpServletRequest request = exchange.request();
        Caller caller = (Caller) request.getAttribute(Caller.ATTRIBUTE);
        SessionOrigin origin = new SessionOrigin(BrowserName.of(request.getHeader("User-Agent")), caller.address());
        Optional<ConsoleLinkRedemption.Redeemed> redeemed = token(exchange)
                .flatMap(token -> links.redeem(token, cookie.read(request).orElse(null), origin));
        if (redeemed.isPresent()) {
            cookie.write(redeemed.get().session(), exchange.response());
            guestReturn.write(redeemed.get().returnUrl(), exchange.response());
            leadIn(exchange, "/accounts/" + redeemed.get().accountSlug() + "/settings/api");
        } else if (exchange.wantsJson()) {
            exchange.json(
                    HttpServletResponse.SC_CONFLICT,
                    JsonEnvelope.failure("console.link.over", "This link works no more."));
        } else {
            showOver(exchange, HttpServletResponse.SC_CONFLICT, token(exchange).flatMap(links::find));
        }
    }

    private void leadIn(Exchange exchange, String path) throws IOException {
        if (exchange.wantsJson()) {
            exchange.json(
                    HttpServletResponse.SC_OK,
                    JsonEnvelope.success(SharedJson.createObjectBuilder()
                            .add("location", publicUrl.of(path))
                            .build()));
        } else {
            exchange.redirect(path);
        }
    }

    private static void showOver(Exchange exchange, int status, Optional<ConsoleLinkRedemption.Offer> offer)
            throws IOException {
        exchange.renderUntouched(status, "consolelinks/over", look(offer));
    }

    private static Map<String, Object> look(Optional<ConsoleLinkRedemption.Offer> offer) {
        Map<String, Object> model = new HashMap<>();
        offer.ifPresent(found -> {
            model.put("guest", new Viewer.Guest(found.returnUrl(), found.theme()));
            if (found.theme() != null) {
                model.put("theme", found.theme());
            }
        });
        return model;
    }

    private static Optional<ConsoleLinkToken> token(Exchange exchange) {
        String path = exchange.subPath();
        return path.isEmpty() ? Optional.empty() : ConsoleLinkToken.parse(path.substring(1));
    }
}
