package io.saltgate.signin.web;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.KeptForms;
import io.saltgate.platform.web.Page;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.WaitingForm;
import io.saltgate.signin.WaitingForms;
import io.saltgate.signin.sessions.SessionId;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /signin/sso/confirmation}: keeps a form while its person confirms at the identity provider (POST), and offers
 * to send it once they are back (GET).
 */
@WebServlet(SsoConfirmationPage.PATH)
public class SsoConfirmationPage extends Page {

    static final String PATH = SsoPage.PATH + "/confirmation";

    private final transient SingleSignOn singleSignOn;
    private final transient SignedInBrowser browser;
    private final transient WaitingForms waiting;
    private final transient KeptForms kept;
    private final transient PublicUrl publicUrl;

    @Inject
    public SsoConfirmationPage(
            SingleSignOn singleSignOn,
            SignedInBrowser browser,
            WaitingForms waiting,
            KeptForms kept,
            PublicUrl publicUrl) {
        this.singleSignOn = singleSignOn;
        this.browser = browser;
        this.waiting = waiting;
        this.kept = kept;
        this.publicUrl = publicUrl;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        Optional<SessionId> session = browser.sessionId(exchange);
        if (caller.isNobody() || session.isEmpty()) {
            exchange.redirect("/signin");
            return;
        }
        Optional<WaitingForm> form = waiting.take(caller, session.get());
        Optional<String> own = form.flatMap(found -> kept.passOn(
                found.form(), found.path(), found.csrfToken(), session.get().csrfToken()));
        if (own.isEmpty()) {
            exchange.redirect(ReturnPath.DEFAULT);
            return;
        }
        exchange.render(
                HttpServletResponse.SC_OK,
                "signin/sso-confirmed",
                Map.of("path", form.get().path(), "form", own.get()));
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Caller caller = SignedInBrowser.caller(exchange);
        Optional<SessionId> session = browser.sessionId(exchange);
        String path = exchange.field("path");
        String form = exchange.field("form");
        if (caller.isNobody() || session.isEmpty() || !singleSignOn.began(session.get(), caller)) {
            exchange.redirect("/signin");
        } else if (!ReturnPath.of(path).equals(path)
                || path.length() > WaitingForm.MAX_PATH
                || form.isEmpty()
                || form.length() > WaitingForm.MAX_FORM) {
            exchange.fail(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            waiting.keep(caller, session.get(), path, form);
            String next = SsoPage.PATH + "?confirm=1&to=" + PATH;
            // Not by a redirect: form-action would stop it at the provider, since it would follow a form.
            exchange.response().setHeader("Refresh", "0; url=" + publicUrl.of(next));
            exchange.render(
                    HttpServletResponse.SC_OK,
                    "signin/sso-departure",
                    Map.of("next", next, "provider", singleSignOn.name().orElse("")));
        }
    }
}
