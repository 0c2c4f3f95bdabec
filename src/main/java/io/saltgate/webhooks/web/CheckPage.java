package io.saltgate.webhooks.web;

import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.ApiIsOff;
import io.saltgate.webhooks.verification.WebhookCheck;
import io.saltgate.webhooks.verification.WebhookChecks;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Settings > Webhooks > Check: whether what a receiver got is genuine, and if not, what the likely mistake is. */
@WebServlet("/settings/webhooks/check/*")
public class CheckPage extends AccountPage {

    static final Routes ROUTES =
            Routes.of(WebhooksPage.PATH + "/check", Permission.REVEAL_SECRETS).post("", Permission.REVEAL_SECRETS);

    private final transient WebhookChecks checks;
    private final transient ApiAccesses apiAccesses;

    @Inject
    public CheckPage(WebhookChecks checks, ApiAccesses apiAccesses) {
        super(ROUTES);
        this.checks = checks;
        this.apiAccesses = apiAccesses;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        show(exchange, HttpServletResponse.SC_OK, Map.of());
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        String headers = exchange.field("headers");
        String body = exchange.field("body");
        String computed = exchange.field("computed");
        try {
            if (headers.isBlank() && body.isBlank() && computed.isBlank()) {
                show(exchange, Exchange.UNPROCESSABLE, Map.of("complaint", "complaint.check.empty"));
            } else {
                WebhookCheck check = checks.check(caller(exchange), WebhookCheck.Received.of(headers, body, computed));
                Map<String, Object> found = new HashMap<>(Map.of("check", check, "marks", Mark.of(check)));
                if (check.computed() == WebhookCheck.Computed.SECRET) {
                    found.put("computed", ""); // not shown once more
                }
                show(exchange, HttpServletResponse.SC_OK, found);
            }
        } catch (ApiIsOff e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, Map.of());
        }
    }

    private void show(Exchange exchange, int status, Map<String, Object> more) throws IOException {
        Map<String, Object> model =
                new HashMap<>(Map.of("computed", exchange.field("computed").strip()));
        model.putAll(more);
        model.put("apiOn", apiAccesses.getStatus(caller(exchange)) instanceof ApiStatus.Enabled);
        model.put("headers", exchange.field("headers"));
        // A browser takes the first line end in a text field for the page's own.
        model.put("body", "\n" + exchange.field("body"));
        exchange.render(status, "webhooks/check", model);
    }
}
