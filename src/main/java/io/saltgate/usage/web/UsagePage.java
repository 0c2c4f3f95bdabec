package io.saltgate.usage.web;

import io.saltgate.accounts.AccountPage;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.usage.Span;
import io.saltgate.usage.Usage;
import io.saltgate.usage.UsageRefusal;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings > Usage: how many calls there were, and why some were refused. */
@WebServlet("/settings/usage/*")
public class UsagePage extends AccountPage {

    static final Routes ROUTES = Routes.of("/settings/usage", Permission.SEE_API);

    private static final int REFUSALS_PER_PAGE = 20;

    private final transient Usage usage;

    @Inject
    public UsagePage(Usage usage) {
        super(ROUTES);
        this.usage = usage;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Caller caller = caller(exchange);
        List<UsageRefusal> refusals = usage.getRefusals(caller);
        int pages = Math.max(1, (refusals.size() + REFUSALS_PER_PAGE - 1) / REFUSALS_PER_PAGE);
        String typed = exchange.field("page");
        int page = typed.matches("[1-9]") ? Math.min(Integer.parseInt(typed), pages) : 1;
        Map<String, Object> model = new HashMap<>();
        model.put("counts", usage.getCounts(caller, exchange.field("by").equals("day") ? Span.MONTH : Span.DAY));
        model.put("page", page);
        model.put("pages", pages);
        model.put(
                "refusals",
                refusals.subList((page - 1) * REFUSALS_PER_PAGE, Math.min(page * REFUSALS_PER_PAGE, refusals.size())));
        exchange.render("usage/usage", model);
    }
}
