package io.saltgate.audit.web;

import io.saltgate.accounts.Permission;
import io.saltgate.audit.AuditEntries;
import io.saltgate.audit.AuditEntries.Person;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.team.Members;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Settings > Audit trail: what was done in the account. */
@WebServlet("/settings/audit/*")
public class AuditPage extends AccountPage {

    private static final String PATH = "/settings/audit";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_AUDIT)
            .get(AuditPages.EXPORT, Permission.SEE_AUDIT)
            .get(AuditPages.ENTRIES + "{number}", Permission.SEE_AUDIT);

    private final transient AuditPages pages;
    private final transient Members members;

    @Inject
    public AuditPage(AuditEntries entries, Members members) {
        super(ROUTES);
        this.pages = new AuditPages(Trail.ACCOUNT, entries);
        this.members = members;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        String base = path(exchange, PATH);
        if (exchange.subPath().startsWith(AuditPages.ENTRIES)) {
            long number = Long.parseLong(exchange.subPath().substring(AuditPages.ENTRIES.length()));
            pages.show(exchange, caller(exchange), base, number);
        } else if (!exchange.subPath().equals(AuditPages.EXPORT) || !pages.export(exchange, caller(exchange))) {
            pages.list(exchange, caller(exchange), base, people(exchange));
        }
    }

    private Map<UUID, Person> people(Exchange exchange) {
        Map<UUID, Person> people = new LinkedHashMap<>();
        members.list(caller(exchange))
                .forEach(member -> people.put(member.userId(), new Person(member.name(), member.email())));
        return people;
    }
}
