package io.saltgate.whitelist.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Difference;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Flash;
import io.saltgate.whitelist.EntryPresent;
import io.saltgate.whitelist.EveryCallStops;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.RemovalOver;
import io.saltgate.whitelist.RemovedEntries;
import io.saltgate.whitelist.WhitelistChanged;
import io.saltgate.whitelist.WhitelistEdits;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists;
import io.saltgate.whitelist.web.WhitelistView.Field;
import io.saltgate.whitelist.web.WhitelistView.Question;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Edits an entry's label and end, and removes entries, one or several at once; and restores those just removed. */
@Dependent
public class EntryForms {

    private final Whitelists whitelists;
    private final WhitelistEdits edits;
    private final RemovedEntries removed;
    private final WhitelistView page;
    private final CallsAtStake calls;
    private final Clock clock;

    @Inject
    public EntryForms(
            Whitelists whitelists,
            WhitelistEdits edits,
            RemovedEntries removed,
            WhitelistView page,
            CallsAtStake calls,
            Clock clock) {
        this.whitelists = whitelists;
        this.edits = edits;
        this.removed = removed;
        this.page = page;
        this.calls = calls;
        this.clock = clock;
    }

    /** Shows the form of one entry. */
    void show(Exchange exchange, UUID id) throws IOException {
        Optional<WhitelistEntry> entry = find(exchange, id);
        if (entry.isEmpty()) {
            page.show(exchange, HttpServletResponse.SC_NOT_FOUND, Map.of("gone", true));
            return;
        }
        String label = entry.get().label();
        render(
                exchange,
                HttpServletResponse.SC_OK,
                entry.get(),
                new HashMap<>(Map.of(
                        "label",
                        label == null ? "" : label,
                        "expires",
                        field(entry.get().expiresAt()))));
    }

    /** Saves the form, which also carries what it showed, so that no one overwrites another's edit unseen. */
    void edit(Exchange exchange, UUID id) throws IOException {
        Optional<WhitelistEntry> entry = find(exchange, id);
        if (entry.isEmpty()) {
            page.show(exchange, HttpServletResponse.SC_NOT_FOUND, Map.of("gone", true));
            return;
        }
        WhitelistEdits.Details seen = new WhitelistEdits.Details(
                orNull(exchange.field("seen-label")),
                EndTime.parse(exchange.field("seen-expires")).orElse(null));
        String label = exchange.field("label").strip();
        String expires = exchange.field("expires").strip();
        // The field knows no fractions of a second: left as it was, it means what it meant.
        boolean sameEnd = expires.equals(field(seen.expiresAt()));
        Map<String, Object> model = new HashMap<>(Map.of("label", label, "expires", expires));
        if (!WhitelistEntry.isLabel(label)) {
            boolean isLong = label.length() > WhitelistEntry.MAX_LABEL;
            model.put("labelComplaint", isLong ? "whitelist.label.long" : "whitelist.label.invalid");
        }
        String endConcern = sameEnd || expires.isEmpty() ? null : EndTime.concern(expires, clock.instant());
        if (endConcern != null) {
            model.put("expiresComplaint", endConcern);
        }
        if (model.size() > 2) {
            render(exchange, Exchange.UNPROCESSABLE, entry.get(), model);
            return;
        }
        Instant end = sameEnd ? seen.expiresAt() : EndTime.parse(expires).orElse(null);
        try {
            Optional<IpRange> range =
                    edits.edit(AccountPage.caller(exchange), id, seen, new WhitelistEdits.Details(orNull(label), end));
            if (range.isEmpty()) {
                page.show(exchange, HttpServletResponse.SC_NOT_FOUND, Map.of("gone", true));
                return;
            }
            exchange.redirect(
                    AccountPage.path(exchange, WhitelistPage.PATH),
                    new Flash(
                            "whitelist.entry.saved", Map.of("range", range.get().toString())));
        } catch (WhitelistChanged e) {
            showDifferences(exchange, id, model);
        }
    }

    /** The form as typed, beside what another person has saved meanwhile: sent again, it replaces that. */
    private void showDifferences(Exchange exchange, UUID id, Map<String, Object> typed) throws IOException {
        Optional<WhitelistEntry> entry = find(exchange, id);
        if (entry.isEmpty()) {
            page.show(exchange, HttpServletResponse.SC_NOT_FOUND, Map.of("gone", true));
            return;
        }
        String label = entry.get().label();
        Instant end = entry.get().expiresAt();
        typed.put(
                "differences",
                Difference.all(List.of(
                        Difference.of("whitelist.label", label, String.valueOf(typed.get("label"))),
                        Difference.of(
                                "whitelist.expires", shown(field(end)), shown(String.valueOf(typed.get("expires")))))));
        typed.put("entry", entry.get());
        typed.put("seenLabel", Objects.requireNonNullElse(label, ""));
        typed.put("seenExpires", end == null ? "" : end.toString());
        exchange.render(HttpServletResponse.SC_CONFLICT, "whitelist/entry", typed);
    }

    /** A time of the form's field as people read it. */
    private static String shown(String field) {
        return field.replace('T', ' ');
    }

    /** Removes one entry, by its button. */
    void remove(Exchange exchange, UUID id) throws IOException {
        remove(exchange, Set.of(id), "/entries/" + id + "/removal");
    }

    /** Removes those that are selected. */
    void removeSelected(Exchange exchange) throws IOException {
        Set<UUID> ids = new LinkedHashSet<>();
        exchange.fields("entry").forEach(each -> Exchange.parseId(each).ifPresent(ids::add));
        if (ids.isEmpty()) {
            page.show(exchange, Exchange.UNPROCESSABLE, Map.of("selectComplaint", "whitelist.select.none"));
            return;
        }
        remove(exchange, ids, "/removals");
    }

    private void remove(Exchange exchange, Set<UUID> ids, String action) throws IOException {
        Caller caller = AccountPage.caller(exchange);
        Long confirmed = exchange.field("confirmed").isEmpty()
                ? null
                : ListForms.version(exchange).orElse(0L);
        try {
            WhitelistEdits.Removal removal = edits.remove(caller, ids, confirmed);
            if (removal.ranges().isEmpty()) {
                page.show(exchange, HttpServletResponse.SC_NOT_FOUND, Map.of("gone", true));
                return;
            }
            Map<String, String> details = details(removal.ranges());
            if (removal.id() != null) {
                details.put("removal", removal.id().toString());
            }
            exchange.redirect(
                    AccountPage.path(exchange, WhitelistPage.PATH) + sameView(exchange),
                    new Flash("whitelist.removed", details));
        } catch (EveryCallStops e) {
            page.ask(exchange, question(caller, ids, action, e.version()));
        } catch (WhitelistChanged e) {
            page.showChanged(exchange, e, Map.of());
        }
    }

    /** Undoes a removal, by the button in the message that said what was removed. */
    void restore(Exchange exchange) throws IOException {
        try {
            UUID removal = exchange.id("removal").orElseThrow(NotFound::new);
            List<IpRange> back = removed.restore(AccountPage.caller(exchange), removal);
            exchange.redirect(
                    AccountPage.path(exchange, WhitelistPage.PATH) + sameView(exchange),
                    new Flash("whitelist.restored", details(back)));
        } catch (RemovalOver e) {
            page.show(exchange, HttpServletResponse.SC_CONFLICT, Map.of("notRestored", e.code()));
        } catch (EntryPresent e) {
            page.show(
                    exchange,
                    HttpServletResponse.SC_CONFLICT,
                    Map.of("notRestored", e.code(), "presentRange", e.range()));
        }
    }

    private static Map<String, String> details(List<IpRange> ranges) {
        return new HashMap<>(
                ranges.size() == 1
                        ? Map.of("range", ranges.getFirst().toString())
                        : Map.of("count", Integer.toString(ranges.size())));
    }

    private Question question(Caller caller, Set<UUID> ids, String action, long version) {
        List<Field> fields = new ArrayList<>();
        ids.forEach(id -> fields.add(new Field("entry", id.toString())));
        List<WhitelistEntry> removed = whitelists.findView(caller).stream()
                .flatMap(view -> view.entries().stream())
                .filter(entry -> ids.contains(entry.id()))
                .toList();
        boolean single = ids.size() == 1 && removed.size() == 1;
        return new Question(
                action,
                single ? "whitelist.stop.last" : "whitelist.stop.all",
                action.equals("/removals") ? "whitelist.remove.selected" : "whitelist.remove.entry",
                single ? removed.getFirst().range().toString() : Integer.toString(removed.size()),
                version,
                fields,
                calls.all(caller));
    }

    private Optional<WhitelistEntry> find(Exchange exchange, UUID id) {
        return whitelists.findView(AccountPage.caller(exchange)).stream()
                .flatMap(view -> view.entries().stream())
                .filter(entry -> entry.id().equals(id))
                .findFirst();
    }

    private static void render(Exchange exchange, int status, WhitelistEntry entry, Map<String, Object> model)
            throws IOException {
        model.put("entry", entry);
        // What was seen first stays: a form that is sent again must not take another's edit for seen.
        boolean sent = exchange.request().getMethod().equals("POST");
        String label = entry.label();
        Instant end = entry.expiresAt();
        model.put("seenLabel", sent ? exchange.field("seen-label") : label == null ? "" : label);
        model.put("seenExpires", sent ? exchange.field("seen-expires") : end == null ? "" : end.toString());
        exchange.render(status, "whitelist/entry", model);
    }

    /** The page and search of the list that the button was on. */
    private static String sameView(Exchange exchange) {
        String find = exchange.field("find");
        int page = WhitelistView.number(exchange.field("page"));
        return page <= 1 && find.isEmpty()
                ? ""
                : "?page=" + page + "&find=" + URLEncoder.encode(find, StandardCharsets.UTF_8);
    }

    /** Formats an end for {@code datetime-local}, in UTC; empty for none. */
    private static String field(@Nullable Instant end) {
        return end == null
                ? ""
                : LocalDateTime.ofInstant(end, ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
