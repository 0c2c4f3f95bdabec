package io.saltgate.whitelist.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.AccountPage;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Flash;
import io.saltgate.usage.Outsiders;
import io.saltgate.whitelist.ListDiff;
import io.saltgate.whitelist.WhitelistChanged;
import io.saltgate.whitelist.WhitelistEdits;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists;
import io.saltgate.whitelist.Whitelists.NewEntry;
import io.saltgate.whitelist.web.InputLine.Details;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Saves lists that were typed, pasted or imported, as additions or in place of the whole list. Anything but plain
 * addresses that are added is first shown as it would be saved.
 */
@Dependent
public class ListForms {

    /** The longest form, in characters: GitHub's document of all its addresses is half as long. */
    private static final int MAX_TYPED = 600_000;

    private final Whitelists whitelists;
    private final WhitelistEdits edits;
    private final WhitelistView page;
    private final CallsAtStake calls;
    private final Clock clock;

    @Inject
    public ListForms(Whitelists whitelists, WhitelistEdits edits, WhitelistView page, CallsAtStake calls, Clock clock) {
        this.whitelists = whitelists;
        this.edits = edits;
        this.page = page;
        this.calls = calls;
        this.clock = clock;
    }

    /** Reads the field for addresses, with a label and an end for all. */
    void add(Exchange exchange) throws IOException {
        String label = exchange.field("label").strip();
        String end = exchange.field("expires").strip();
        Instant now = clock.instant();
        if (!WhitelistEntry.isLabel(label)) {
            boolean isLong = label.length() > WhitelistEntry.MAX_LABEL;
            refuse(exchange, "labelComplaint", isLong ? "whitelist.label.long" : "whitelist.label.invalid");
            return;
        }
        String endConcern = end.isEmpty() ? null : EndTime.concern(end, now);
        if (endConcern != null) {
            refuse(exchange, "expiresComplaint", endConcern);
            return;
        }
        String typed = exchange.field("range");
        if (typed.length() > MAX_TYPED) {
            refuse(exchange, "complaint", "whitelist.full");
            return;
        }
        ListInput input = read(typed, label, EndTime.parse(end), now);
        if (input.isTooMany()) {
            refuse(exchange, "complaint", "whitelist.full");
        } else if (!exchange.field("confirmed").isEmpty()) {
            addUnseen(exchange, input);
        } else {
            reviewOrSave(exchange, input, Map.of("typed", true));
        }
    }

    /** Reads a file, or an input that was confirmed. */
    void importFile(Exchange exchange) throws IOException {
        boolean confirmed = !exchange.field("confirmed").isEmpty();
        ImportedEntries.Parsed parsed = confirmed
                ? ImportedEntries.parse(exchange.field("csv"), clock.instant())
                : ImportedEntries.parse(
                        exchange.fileName("file"), exchange.file("file").orElse(new byte[0]), clock.instant());
        switch (parsed) {
            case ImportedEntries.Parsed.Bad bad ->
                page.show(
                        exchange,
                        Exchange.UNPROCESSABLE,
                        Map.of("importComplaint", bad.complaint(), "importDetail", bad.detail()));
            case ImportedEntries.Parsed.Ok ok when confirmed -> save(exchange, ok.input());
            case ImportedEntries.Parsed.Ok ok -> reviewOrSave(exchange, ok.input(), Map.of());
        }
    }

    void addOwnAddress(Exchange exchange, OwnAddress.Seen seen) throws IOException {
        if (seen.range().isEmpty()) {
            page.show(exchange, Exchange.UNPROCESSABLE, Map.of());
            return;
        }
        add(exchange, List.of(new NewEntry(seen.range().get(), null, null)), 0);
    }

    /** Applies the form's label and end to new entries; if there is only one entry, also to one that exists. */
    private static ListInput read(String typed, String label, Optional<Instant> end, Instant now) {
        String labelOrNone = label.isEmpty() ? null : label;
        ListInput many = PastedText.parse(typed, new Details(labelOrNone, false, end.orElse(null), false), now);
        return many.lines().size() > 1
                ? many
                : PastedText.parse(
                        typed, new Details(labelOrNone, labelOrNone != null, end.orElse(null), end.isPresent()), now);
    }

    private void reviewOrSave(Exchange exchange, ListInput input, Map<String, Object> more) throws IOException {
        Optional<Whitelists.View> view = whitelists.findView(AccountPage.caller(exchange));
        if (view.isEmpty()) {
            addUnseen(exchange, input); // which says that there is no list
            return;
        }
        ListReview review = ListReview.of(input, isReplacing(exchange), view.get(), clock.instant());
        if (review.isNeeded()) {
            page.show(exchange, Exchange.UNPROCESSABLE, model(exchange, review, view.get(), more));
        } else {
            addUnseen(exchange, input);
        }
    }

    /** Adding changes nothing that is there, so it needs no look at the list. */
    private void addUnseen(Exchange exchange, ListInput input) throws IOException {
        if (input.entries().isEmpty()) {
            reviewOrSave(exchange, input, Map.of("typed", true));
        } else {
            add(exchange, input.entries(), input.repeated());
        }
    }

    private void add(Exchange exchange, List<NewEntry> entries, int repeated) {
        List<Whitelists.Added> added = whitelists.add(AccountPage.caller(exchange), entries);
        int fresh = (int) added.stream()
                .filter(each -> each.result() == Whitelists.Result.NEW)
                .count();
        tell(
                exchange,
                added.size() == 1 ? Optional.of(entries.getFirst()) : Optional.empty(),
                Map.of("added", fresh, "present", added.size() - fresh + repeated));
    }

    /** Saves what was confirmed. A version says that it does more than adding. */
    private void save(Exchange exchange, ListInput input) throws IOException {
        Caller caller = AccountPage.caller(exchange);
        Optional<Long> version = version(exchange);
        if (version.isEmpty()) {
            if (isReplacing(exchange)) {
                reviewOrSave(exchange, input, Map.of());
            } else {
                addUnseen(exchange, input);
            }
            return;
        }
        try {
            ListDiff diff = isReplacing(exchange)
                    ? edits.replace(caller, input.entries(), version.get())
                    : edits.merge(caller, input.entries(), version.get());
            tell(
                    exchange,
                    diff.removed().isEmpty()
                                    && diff.changed().isEmpty()
                                    && diff.added().size() == 1
                                    && diff.unchanged() == 0
                            ? diff.added().stream().findFirst()
                            : Optional.empty(),
                    Map.of(
                            "added", diff.added().size(),
                            "changed", diff.changed().size(),
                            "removed", diff.removed().size(),
                            "present", diff.unchanged()));
        } catch (WhitelistChanged e) {
            Whitelists.View view = whitelists.findView(caller).orElseThrow(() -> e);
            ListReview review = ListReview.of(input, isReplacing(exchange), view, clock.instant());
            page.showChanged(exchange, e, model(exchange, review, view, Map.of()));
        }
    }

    private Map<String, Object> model(
            Exchange exchange, ListReview review, Whitelists.View view, Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("review", review);
        if (review.replaces()) {
            Optional<Outsiders> stopped = calls.ifReplacedStopsAll(
                    AccountPage.caller(exchange), view, review.input().ranges());
            stopped.ifPresent(all -> model.put("stopped", all));
        }
        return model;
    }

    private void refuse(Exchange exchange, String field, String complaint) throws IOException {
        page.show(exchange, Exchange.UNPROCESSABLE, Map.of(field, complaint));
    }

    private static void tell(Exchange exchange, Optional<NewEntry> only, Map<String, Integer> counts) {
        Map<String, String> details = new HashMap<>();
        counts.forEach((name, count) -> details.put(name, count.toString()));
        only.ifPresent(entry -> {
            details.keySet().retainAll(List.of("added", "present"));
            details.put("range", entry.range().toString());
        });
        exchange.redirect(AccountPage.path(exchange, WhitelistPage.PATH), new Flash("whitelist.added", details));
    }

    private static boolean isReplacing(Exchange exchange) {
        return !exchange.field("replace").isEmpty();
    }

    static Optional<Long> version(Exchange exchange) {
        String version = exchange.field("version");
        return version.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(version)) : Optional.empty();
    }
}
