package io.saltgate.audit.web;

import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditBadges;
import io.saltgate.audit.AuditEntries;
import io.saltgate.audit.AuditEntries.Person;
import io.saltgate.audit.AuditFilter;
import io.saltgate.audit.AuditSource;
import io.saltgate.platform.web.Exchange;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows a trail: newest first, page by page, narrowed by a filter; one entry in full; and exports. */
final class AuditPages {

    static final String ENTRIES = "/entries/";
    static final String EXPORT = "/export";

    /** Downloads take as long as the browser does, and hold one of the server's threads each. */
    private static final int MAX_EXPORTS = 2;

    private static final UUID NOBODY = new UUID(0, 0);

    private final Semaphore exports = new Semaphore(MAX_EXPORTS);

    private final Trail trail;
    private final AuditSource entries;
    private final Function<Caller, AuditBadges.Badge> badge;

    AuditPages(Trail trail, AuditSource entries, Function<Caller, AuditBadges.Badge> badge) {
        this.trail = trail;
        this.entries = entries;
        this.badge = badge;
    }

    /**
     * Answers with the list.
     *
     * @param base the list's path
     */
    void list(Exchange exchange, Caller caller, String base) throws IOException {
        AuditForm form = AuditForm.of(exchange);
        Map<String, Object> model = model(base);
        Map<UUID, Person> people = new LinkedHashMap<>(entries.offerActors(caller));
        if (form.problems().isEmpty()) {
            AuditEntries.Slice slice = entries.getSlice(
                    caller,
                    filter(caller, form),
                    number(exchange.field("before"), 1),
                    number(exchange.field("after"), 0));
            model.put("slice", slice);
            model.put("rows", rows(slice));
            // Who has left since can be chosen as long as the page names them.
            for (AuditEntries.Line line : slice.lines()) {
                Person actor = AuditTableRow.actor(trail, line, slice.people());
                if (actor != null && line.actor() != null) {
                    people.putIfAbsent(line.actor(), actor);
                }
            }
        }
        model.put("form", form);
        model.put("badge", badge.apply(caller));
        model.put("people", people);
        Map<String, String> kinds = new LinkedHashMap<>();
        trail.kinds().forEach(kind -> kinds.put(kind.name(), trail.who(kind.name())));
        model.put("kinds", kinds);
        model.put("areas", AuditCodes.of(trail));
        exchange.render(
                form.problems().isEmpty() ? HttpServletResponse.SC_OK : Exchange.UNPROCESSABLE, "audit/trail", model);
    }

    /** Answers with one entry. */
    void show(Exchange exchange, Caller caller, String base, long number) throws IOException {
        Map<String, Object> model = model(base);
        model.put("row", rows(entries.get(caller, number)).getFirst());
        exchange.render("audit/entry", model);
    }

    /**
     * Answers with a file of all entries that the filter finds.
     *
     * @return whether it did: not if the filter is wrong
     */
    boolean export(Exchange exchange, Caller caller) throws IOException {
        AuditForm form = AuditForm.of(exchange);
        if (!form.problems().isEmpty()) {
            return false;
        }
        if (exports.tryAcquire()) {
            try {
                boolean json = exchange.field("format").equals("jsonl");
                export(exchange, caller, json ? AuditExport.JSONL : AuditExport.CSV, form);
            } finally {
                exports.release();
            }
        } else {
            exchange.retryAfter(Duration.ofSeconds(30));
            exchange.fail(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
        return true;
    }

    /** Piece by piece, so that memory doesn't grow with the audit trail. */
    private void export(Exchange exchange, Caller caller, AuditExport format, AuditForm form) throws IOException {
        long below = entries.beginExport(caller, format.name(), form.isNarrow());
        HttpServletResponse response = exchange.response();
        response.setContentType(format.contentType());
        response.setHeader("Content-Disposition", "attachment; filename=\"audit-trail." + format.extension() + "\"");
        PrintWriter out = response.getWriter();
        out.write(format.head());
        AuditFilter filter = filter(caller, form);
        @Nullable Long after = 0L;
        while (after != null && !out.checkError()) {
            AuditEntries.Slice piece = entries.export(caller, filter, after, below);
            piece.lines().forEach(line -> out.write(format.line(trail, line, piece.people())));
            after = piece.newer();
        }
    }

    /** An address that no person has finds nothing: the filter then asks for an id that no entry has. */
    private AuditFilter filter(Caller caller, AuditForm form) {
        AuditFilter filter = form.toFilter(trail);
        return form.mail()
                .map(email -> filter.by(entries.findActor(caller, email.value()).orElse(NOBODY)))
                .orElse(filter);
    }

    private Map<String, Object> model(String base) {
        Map<String, Object> model = new HashMap<>();
        model.put("basePath", base);
        model.put("nav", trail == Trail.SYSTEM ? "operator-audit" : "audit");
        model.put("intro", trail == Trail.SYSTEM ? "audit.system.intro" : "audit.intro");
        return model;
    }

    private List<AuditTableRow> rows(AuditEntries.Slice slice) {
        return slice.lines().stream()
                .map(line -> AuditTableRow.of(trail, line, slice.people()))
                .toList();
    }

    /** What no link of ours says counts as not given. */
    private static @Nullable Long number(String text, long least) {
        return text.matches("0|[1-9][0-9]{0,17}") && Long.parseLong(text) >= least ? Long.valueOf(text) : null;
    }
}
