package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Viewer;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.OwnAddress;
import io.saltgate.signin.SingleSignOn;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code /signout}: ends the session on every node at once. */
@WebServlet("/signout")
public class SignOutPage extends Page {

    private final transient SignedInBrowser browser;
    private final transient SingleSignOn singleSignOn;
    private final transient OwnAddress address;

    @Inject
    public SignOutPage(SignedInBrowser browser, SingleSignOn singleSignOn, OwnAddress address) {
        this.browser = browser;
        this.singleSignOn = singleSignOn;
        this.address = address;
    }

    /** A link or an old bookmark must sign nobody out. */
    @Override
    protected void get(Exchange exchange) throws IOException {
        exchange.redirect(SignedInBrowser.caller(exchange).isNobody() ? "/signin" : ReturnPath.DEFAULT);
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        if (caller.isGuest()) {
            signOutGuest(exchange);
            return;
        }
        String account = caller.isNobody() ? null : address.get(caller).account();
        Optional<String> provider =
                browser.sessionId(exchange).flatMap(session -> singleSignOn.signOutAddress(session, caller));
        browser.signOut(exchange);
        exchange.response().setHeader("Clear-Site-Data", "\"cache\"");
        if (provider.isEmpty()) {
            exchange.redirect(SignInPage.path(account));
            return;
        }
        // Not by a redirect: form-action would stop it, since it would follow a form.
        exchange.response().setHeader("Refresh", "0; url=" + provider.get());
        exchange.request().removeAttribute(Viewer.ATTRIBUTE);
        exchange.render(
                "signin/signed-out",
                Map.of(
                        "address",
                        provider.get(),
                        "provider",
                        singleSignOn.name().orElse("")));
    }

    /** To the product by a link and not by a redirect: form-action would stop that, since it would follow a form. */
    private void signOutGuest(Exchange exchange) throws IOException {
        Viewer.Guest guest = ((Viewer) exchange.request().getAttribute(Viewer.ATTRIBUTE)).guest();
        browser.signOut(exchange);
        exchange.response().setHeader("Clear-Site-Data", "\"cache\"");
        exchange.request().removeAttribute(Viewer.ATTRIBUTE);
        exchange.render("consolelinks/signed-out", Map.of("guest", Objects.requireNonNull(guest)));
    }
}
