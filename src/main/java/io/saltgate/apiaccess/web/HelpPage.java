package io.saltgate.apiaccess.web;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Serves {@code /help/api} and {@code /help/webhooks} for integrators, who may have no account to sign in with.
 * Settings > API links to them unless the operator has documentation of their own.
 */
@WebServlet("/help/*")
public class HelpPage extends Page {

    private final transient ApiPageSettings settings;

    @Inject
    public HelpPage(ApiPageSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        switch (exchange.subPath()) {
            case "" -> exchange.redirect("/help/api");
            case "/api" -> exchange.render("help/api", Map.of("samples", Sample.calls(settings)));
            case "/webhooks" -> exchange.render("help/webhooks", Map.of("samples", Sample.WEBHOOKS));
            default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
