package io.saltgate.audit.web;

import io.saltgate.accounts.Permission;
import io.saltgate.audit.AuditEntries;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings > Audit trail: newest first, page by page. */
@WebServlet("/settings/audit/*")
public class AuditPage extends AccountPage {

    static final Routes ROUTES = Routes.of("/settings/audit", Permission.SEE_AUDIT);

    private final transient AuditEntries entries;

    @Inject
    public AuditPage(AuditEntries entries) {
        super(ROUTES);
        this.entries = entries;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        AuditEntries.Slice slice = entries.getSlice(caller(exchange), before(exchange.field("before")));
        exchange.render(
                "audit/trail",
                Map.of(
                        "slice",
                        slice,
                        "rows",
                        slice.lines().stream()
                                .map(line -> AuditTableRow.of(line, slice.names()))
                                .toList()));
    }

    /** What no link of ours says shows the newest. */
    private static @Nullable Long before(String text) {
        return text.matches("[1-9][0-9]{0,17}") ? Long.valueOf(text) : null;
    }
}
