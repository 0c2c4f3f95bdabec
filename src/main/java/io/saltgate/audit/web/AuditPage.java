package io.saltgate.audit.web;

import io.saltgate.accounts.Permission;
import io.saltgate.audit.AuditBadges;
import io.saltgate.audit.AuditEntries;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;

/** Settings > Audit trail: what was done in the account. */
@WebServlet("/settings/audit/*")
public class AuditPage extends AccountPage {

    private static final String PATH = "/settings/audit";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_AUDIT)
            .get(AuditPages.EXPORT, Permission.SEE_AUDIT)
            .get(AuditPages.ENTRIES + "{number}", Permission.SEE_AUDIT);

    private final transient AuditPages pages;

    @Inject
    public AuditPage(AuditEntries entries, AuditBadges badges) {
        super(ROUTES);
        this.pages = new AuditPages(Trail.ACCOUNT, entries, badges::get);
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        String base = path(exchange, PATH);
        if (exchange.subPath().startsWith(AuditPages.ENTRIES)) {
            long number = Long.parseLong(exchange.subPath().substring(AuditPages.ENTRIES.length()));
            pages.show(exchange, caller(exchange), base, number);
        } else if (!exchange.subPath().equals(AuditPages.EXPORT) || !pages.export(exchange, caller(exchange))) {
            pages.list(exchange, caller(exchange), base);
        }
    }
}
