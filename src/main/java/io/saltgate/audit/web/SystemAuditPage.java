package io.saltgate.audit.web;

import io.saltgate.accounts.NotFound;
import io.saltgate.audit.AuditBadges;
import io.saltgate.audit.SystemAuditEntries;
import io.saltgate.console.OperatorPage;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Operator > Audit trail: what belongs to no account. */
@WebServlet("/operator/audit/*")
public class SystemAuditPage extends OperatorPage {

    private static final String PATH = "/operator/audit";
    private static final Pattern ENTRY = Pattern.compile(AuditPages.ENTRIES + "([1-9][0-9]{0,17})");

    private final transient AuditPages pages;

    @Inject
    public SystemAuditPage(SystemAuditEntries entries, AuditBadges badges) {
        this.pages = new AuditPages(Trail.SYSTEM, entries, badges::getOfSystem);
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Matcher entry = ENTRY.matcher(exchange.subPath());
        if (entry.matches()) {
            show(exchange, Long.parseLong(entry.group(1)));
        } else if (exchange.subPath().equals(AuditPages.EXPORT)) {
            export(exchange);
        } else if (exchange.subPath().isEmpty()) {
            list(exchange);
        } else {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void list(Exchange exchange) throws IOException {
        pages.list(exchange, caller(exchange), PATH);
    }

    private void export(Exchange exchange) throws IOException {
        if (!pages.export(exchange, caller(exchange))) {
            list(exchange);
        }
    }

    private void show(Exchange exchange, long number) throws IOException {
        try {
            pages.show(exchange, caller(exchange), PATH, number);
        } catch (NotFound e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
