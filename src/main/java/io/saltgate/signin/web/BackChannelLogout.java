package io.saltgate.signin.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import io.saltgate.signin.SingleSignOn;
import io.saltgate.signin.oidc.ProviderUnavailable;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /signin/sso/logout}: the identity provider's server says that a session has ended there (OpenID Connect
 * Back-Channel Logout 1.0, section 2.5). No browser sends this, so there is no session, and no form's token: the token
 * that it carries must be genuine. A session that nobody has here is no error.
 */
@WebServlet("/signin/sso/logout")
public class BackChannelLogout extends Page {

    private final transient SingleSignOn singleSignOn;

    @Inject
    public BackChannelLogout(SingleSignOn singleSignOn) {
        this.singleSignOn = singleSignOn;
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        if (!singleSignOn.isOn()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            boolean genuine = singleSignOn.end(exchange.field("logout_token"), SignedInBrowser.address(exchange));
            if (genuine) {
                exchange.json(HttpServletResponse.SC_OK, "{}");
            } else {
                exchange.json(HttpServletResponse.SC_BAD_REQUEST, "{\"error\":\"invalid_request\"}");
            }
        } catch (ProviderUnavailable e) {
            exchange.json(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "{\"error\":\"temporarily_unavailable\"}");
        }
    }
}
