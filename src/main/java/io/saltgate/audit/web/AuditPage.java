package io.saltgate.audit.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.audit.AuditEntries;
import io.saltgate.audit.AuditEntries.Person;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.team.Members;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Settings > Audit trail: newest first, page by page, narrowed by a filter; and one entry in full. */
@WebServlet("/settings/audit/*")
public class AuditPage extends AccountPage {

    private static final String PATH = "/settings/audit";
    private static final String ENTRIES = "/entries/";
    private static final String EXPORT = "/export";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_AUDIT)
            .get(EXPORT, Permission.SEE_AUDIT)
            .get(ENTRIES + "{number}", Permission.SEE_AUDIT);

    /** Downloads take as long as the browser does, and hold one of the server's threads each. */
    private static final int MAX_EXPORTS = 2;

    private final transient Semaphore exports = new Semaphore(MAX_EXPORTS);

    private final transient AuditEntries entries;
    private final transient Members members;

    @Inject
    public AuditPage(AuditEntries entries, Members members) {
        super(ROUTES);
        this.entries = entries;
        this.members = members;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            list(exchange);
        } else if (exchange.subPath().equals(EXPORT)) {
            export(exchange);
        } else {
            show(exchange);
        }
    }

    private void list(Exchange exchange) throws IOException {
        AuditForm form = AuditForm.of(exchange);
        Map<String, Object> model = new HashMap<>();
        Map<UUID, Person> people = new LinkedHashMap<>();
        members.list(caller(exchange))
                .forEach(member -> people.put(member.userId(), new Person(member.name(), member.email())));
        if (form.problems().isEmpty()) {
            AuditEntries.Slice slice = entries.getSlice(
                    caller(exchange),
                    form.toFilter(),
                    number(exchange.field("before"), 1),
                    number(exchange.field("after"), 0));
            model.put("slice", slice);
            model.put("rows", rows(slice));
            // Who has left since can be chosen as long as the page names them.
            for (AuditEntries.Line line : slice.lines()) {
                Person actor = AuditTableRow.actor(line, slice.people());
                if (actor != null && line.actor() != null) {
                    people.putIfAbsent(line.actor(), actor);
                }
            }
        }
        model.put("form", form);
        model.put("people", people);
        model.put("kinds", AuditForm.Who.values());
        model.put("areas", AuditCodes.values());
        exchange.render(
                form.problems().isEmpty() ? HttpServletResponse.SC_OK : Exchange.UNPROCESSABLE, "audit/trail", model);
    }

    private void show(Exchange exchange) throws IOException {
        long number = Long.parseLong(exchange.subPath().substring(ENTRIES.length()));
        AuditEntries.Slice slice = entries.get(caller(exchange), number);
        exchange.render("audit/entry", Map.of("row", rows(slice).getFirst()));
    }

    private void export(Exchange exchange) throws IOException {
        AuditForm form = AuditForm.of(exchange);
        if (!form.problems().isEmpty()) {
            list(exchange);
        } else if (exports.tryAcquire()) {
            try {
                boolean json = exchange.field("format").equals("jsonl");
                export(exchange, json ? AuditExport.JSONL : AuditExport.CSV, form);
            } finally {
                exports.release();
            }
        } else {
            exchange.retryAfter(Duration.ofSeconds(30));
            exchange.fail(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** Piece by piece, so that memory doesn't grow with the trail. */
    private void export(Exchange exchange, AuditExport format, AuditForm form) throws IOException {
        Caller caller = caller(exchange);
        long below = entries.beginExport(caller, format.name(), form.isNarrow());
        HttpServletResponse response = exchange.response();
        response.setContentType(format.contentType());
        response.setHeader("Content-Disposition", "attachment; filename=\"audit-trail." + format.extension() + "\"");
        PrintWriter out = response.getWriter();
        out.write(format.head());
        @Nullable Long after = 0L;
        while (after != null && !out.checkError()) {
            AuditEntries.Slice piece = entries.export(caller, form.toFilter(), after, below);
            piece.lines().forEach(line -> out.write(format.line(line, piece.people())));
            after = piece.newer();
        }
    }

    private static List<AuditTableRow> rows(AuditEntries.Slice slice) {
        return slice.lines().stream()
                .map(line -> AuditTableRow.of(line, slice.people()))
                .toList();
    }

    /** What no link of ours says counts as not given. */
    private static @Nullable Long number(String text, long least) {
        return text.matches("0|[1-9][0-9]{0,17}") && Long.parseLong(text) >= least ? Long.valueOf(text) : null;
    }
}
