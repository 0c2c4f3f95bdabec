package io.saltgate.webhooks.web;

import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/** Settings > Webhooks: the endpoints, and a form for one more. */
@WebServlet("/settings/webhooks/*")
public class WebhooksPage extends AccountPage {

    static final String PATH = "/settings/webhooks";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API);

    private final transient EndpointViews views;

    @Inject
    public WebhooksPage(EndpointViews views) {
        super(ROUTES);
        this.views = views;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        views.list(exchange, HttpServletResponse.SC_OK, EndpointForm.EMPTY, Map.of());
    }
}
