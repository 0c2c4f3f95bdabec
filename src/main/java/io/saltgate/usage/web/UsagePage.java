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
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The page Settings > Usage: how many calls there were in a range of time, and why some were refused. */
@WebServlet("/settings/usage/*")
public class UsagePage extends AccountPage {

    static final Routes ROUTES =
            Routes.of("/settings/usage", Permission.SEE_API).get("/export", Permission.SEE_API);

    /**
     * A range of time to choose.
     *
     * @param name in the address: {@code ?range=7d}
     */
    public record Range(String name, Span span) {}

    private static final List<Range> RANGES =
            List.of(new Range("24h", Span.DAY), new Range("7d", Span.WEEK), new Range("30d", Span.MONTH));

    private final transient Usage usage;

    @Inject
    public UsagePage(Usage usage) {
        super(ROUTES);
        this.usage = usage;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Caller caller = caller(exchange);
        Range range = range(exchange);
        if (exchange.subPath().equals("/export")) {
            export(exchange, range);
            return;
        }
        RefusalsPage refusals = RefusalsPage.of(usage.getRefusals(caller), exchange.field("page"));
        exchange.render(
                "usage/usage",
                Map.of(
                        "counts",
                        usage.getCounts(caller, range.span()),
                        "refusals",
                        refusals,
                        "ranges",
                        RANGES,
                        "range",
                        range));
    }

    /** Finds the range that the address names; the first for any other name. */
    private static Range range(Exchange exchange) {
        String name = exchange.field("range");
        return RANGES.stream()
                .filter(range -> range.name().equals(name))
                .findFirst()
                .orElseGet(RANGES::getFirst);
    }

    private void export(Exchange exchange, Range range) throws IOException {
        String csv = UsageCsv.of(usage.exportCounts(caller(exchange), range.span()));
        HttpServletResponse response = exchange.response();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"usage-" + range.name() + ".csv\"");
        response.getWriter().write(csv);
    }
}
