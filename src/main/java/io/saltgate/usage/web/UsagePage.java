package io.saltgate.usage.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.usage.RefusalsPage;
import io.saltgate.usage.Span;
import io.saltgate.usage.Usage;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.Map;

/** The page Settings > Usage: how many calls there were, and why some were refused. */
@WebServlet("/settings/usage/*")
public class UsagePage extends AccountPage {

    static final Routes ROUTES = Routes.of("/settings/usage", Permission.SEE_API);

    private final transient Usage usage;

    @Inject
    public UsagePage(Usage usage) {
        super(ROUTES);
        this.usage = usage;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Caller caller = caller(exchange);
        Span span = exchange.field("by").equals("day") ? Span.MONTH : Span.DAY;
        RefusalsPage refusals = RefusalsPage.of(usage.getRefusals(caller), exchange.field("page"));
        exchange.render("usage/usage", Map.of("counts", usage.getCounts(caller, span), "refusals", refusals));
    }
}
