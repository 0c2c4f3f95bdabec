package io.saltgate.whitelist.web;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.AccountPage;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Routes;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Flash;
import io.saltgate.team.People;
import io.saltgate.usage.Usage;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.IpRangeSet;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.WhitelistChanged;
import io.saltgate.whitelist.WhitelistClosed;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.WhitelistFull;
import io.saltgate.whitelist.Whitelists;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings > IP whitelist: add one or many, remove, set the mode, download and import. */
@WebServlet("/settings/ip-whitelist/*")
public class WhitelistPage extends AccountPage {

    static final String PATH = "/settings/ip-whitelist";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API)
            .get("/export", Permission.SEE_API)
            .post("/entries", Permission.CHANGE_WHITELIST)
            .post("/import", Permission.CHANGE_WHITELIST)
            .post("/entries/{id}/removal", Permission.CHANGE_WHITELIST)
            .post("/own-address", Permission.CHANGE_WHITELIST)
            .post("/mode", Permission.CHANGE_WHITELIST);

    /** A file, and the fields and marks around it. */
    private static final long MAX_UPLOAD = ImportedEntries.MAX_BYTES + 16 * 1024;

    /** Of the entries that hold an address, as many as fit into a sentence. */
    private static final int MOST_THROUGH = 5;

    private static final int MAX_TYPED = 200_000;
    private static final Pattern REMOVAL = Pattern.compile("/entries/([0-9a-f-]{36})/removal");

    private final transient Whitelists whitelists;
    private final transient People people;
    private final transient OwnAddress ownAddress;
    private final transient Usage usage;
    private final transient Clock clock;

    @Inject
    public WhitelistPage(Whitelists whitelists, People people, OwnAddress ownAddress, Usage usage, Clock clock) {
        super(ROUTES);
        this.whitelists = whitelists;
        this.people = people;
        this.ownAddress = ownAddress;
        this.usage = usage;
        this.clock = clock;
    }

    @Override
    protected long maxUpload() {
        return MAX_UPLOAD;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().equals("/export")) {
            export(exchange);
        } else if (exchange.request().getParameter("check") != null) {
            check(exchange, exchange.field("check").strip());
        } else {
            show(exchange, HttpServletResponse.SC_OK, Map.of());
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher removal = REMOVAL.matcher(exchange.subPath());
        try {
            if (removal.matches()) {
                remove(exchange, removal.group(1));
                return;
            }
            switch (exchange.subPath()) {
                case "/entries" -> add(exchange);
                case "/import" -> importFile(exchange);
                case "/own-address" -> addOwnAddress(exchange);
                case "/mode" -> setMode(exchange);
                default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (WhitelistClosed e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, Map.of());
        } catch (WhitelistFull e) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("complaint", e.code()));
        }
    }

    private void add(Exchange exchange) throws IOException {
        String label = exchange.field("label").strip();
        if (label.length() > WhitelistEntry.MAX_LABEL) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("labelComplaint", "whitelist.label.long"));
            return;
        }
        if (!WhitelistEntry.isLabel(label)) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("labelComplaint", "whitelist.label.invalid"));
            return;
        }
        Optional<Instant> expiry = Optional.empty();
        if (!exchange.field("expires").isBlank()) {
            expiry = instant(exchange.field("expires")).filter(end -> WhitelistEntry.mayEnd(end, clock.instant()));
            if (expiry.isEmpty()) {
                show(exchange, Exchange.UNPROCESSABLE, Map.of("expiresComplaint", "whitelist.expires.invalid"));
                return;
            }
        }
        TypedRanges typed = exchange.field("range").length() > MAX_TYPED
                ? new TypedRanges(List.of(), 0)
                : TypedRanges.parse(exchange.field("range"));
        if (typed.isTooMany() || typed.items().isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("complaint", "whitelist.full"));
        } else if (typed.hasConcerns() && exchange.field("confirmed").isEmpty()) {
            review(exchange, typed.ranges(), Map.of("typed", typed, "confirmable", lines(typed.ranges())));
        } else {
            save(exchange, typed.ranges(), label.isEmpty() ? null : label, expiry.orElse(null), typed.repeated());
        }
    }

    /** A file, or what was confirmed of one. */
    private void importFile(Exchange exchange) throws IOException {
        boolean confirmed = !exchange.field("confirmed").isEmpty();
        ImportedEntries.Parsed parsed = confirmed
                ? ImportedEntries.parse(exchange.field("csv"), clock.instant())
                : ImportedEntries.parse(exchange.file("file").orElse(new byte[0]), clock.instant());
        switch (parsed) {
            case ImportedEntries.Parsed.Bad bad ->
                show(
                        exchange,
                        Exchange.UNPROCESSABLE,
                        Map.of("importComplaint", bad.complaint(), "importDetail", bad.detail()));
            case ImportedEntries.Parsed.Ok ok
            when !confirmed && ok.entries().hasConcerns() ->
                review(
                        exchange,
                        ok.entries().entries().stream()
                                .map(Whitelists.NewEntry::range)
                                .toList(),
                        Map.of(
                                "imported",
                                ok.entries(),
                                "confirmable",
                                WhitelistCsv.ofNew(ok.entries().entries())));
            case ImportedEntries.Parsed.Ok ok ->
                tell(
                        exchange,
                        whitelists.add(caller(exchange), ok.entries().entries()),
                        ok.entries().repeated());
        }
    }

    /** What would become of each line; nothing is saved before that is confirmed. */
    private void review(Exchange exchange, List<IpRange> ranges, Map<String, Object> what) throws IOException {
        List<IpRange> listed = whitelists
                .findView(caller(exchange))
                .map(seen -> seen.living(clock.instant()))
                .orElse(List.of());
        IpRangeSet all = new IpRangeSet(listed);
        ranges.forEach(all::add);
        Map<IpRange, IpRange> covering = new HashMap<>();
        ranges.forEach(range -> all.findCovering(range).ifPresent(wide -> covering.put(range, wide)));
        Map<String, Object> model = new HashMap<>(what);
        model.put("listed", Set.copyOf(listed));
        model.put("covering", covering);
        show(exchange, Exchange.UNPROCESSABLE, model);
    }

    private void addOwnAddress(Exchange exchange) throws IOException {
        OwnAddress.Seen seen = ownAddress.of(exchange.request());
        if (seen.range().isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of());
            return;
        }
        save(exchange, List.of(seen.range().get()), null, null, 0);
    }

    private void save(
            Exchange exchange, List<IpRange> ranges, @Nullable String label, @Nullable Instant expiry, int repeated) {
        tell(exchange, whitelists.add(caller(exchange), ranges, label, expiry), repeated);
    }

    private void tell(Exchange exchange, List<Whitelists.Added> added, int repeated) {
        long fresh = added.stream()
                .filter(each -> each.result() == Whitelists.Result.NEW)
                .count();
        Map<String, String> details = new HashMap<>();
        details.put("added", Long.toString(fresh));
        details.put("present", Long.toString(added.size() - fresh + repeated));
        if (added.size() == 1) {
            details.put("range", added.getFirst().range().toString());
        }
        exchange.redirect(path(exchange, PATH), new Flash("whitelist.added", details));
    }

    private void remove(Exchange exchange, String entryId) throws IOException {
        Optional<UUID> id = Exchange.parseId(entryId);
        if (id.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Optional<Whitelists.Removed> removed = whitelists.remove(caller(exchange), id.get());
        if (removed.isEmpty()) {
            show(exchange, HttpServletResponse.SC_NOT_FOUND, Map.of("gone", true));
            return;
        }
        String range = removed.get().range().toString();
        exchange.redirect(
                path(exchange, PATH) + sameView(exchange), new Flash("whitelist.removed", Map.of("range", range)));
    }

    /** Where in the list the button was. */
    private static String sameView(Exchange exchange) {
        String find = exchange.field("find");
        int page = number(exchange.field("page"));
        return page <= 1 && find.isEmpty()
                ? ""
                : "?page=" + page + "&find=" + URLEncoder.encode(find, StandardCharsets.UTF_8);
    }

    private void setMode(Exchange exchange) throws IOException {
        Whitelist.Mode mode;
        long version;
        try {
            mode = Whitelist.Mode.valueOf(exchange.field("mode"));
            version = Long.parseLong(exchange.field("version"));
        } catch (IllegalArgumentException e) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("modeComplaint", "whitelist.mode.invalid"));
            return;
        }
        try {
            whitelists.setMode(caller(exchange), mode, version);
            exchange.redirect(path(exchange, PATH), "whitelist.mode.set");
        } catch (WhitelistChanged e) {
            UUID by = e.changedBy();
            String name = by == null
                    ? null
                    : people.names(caller(exchange), Set.of(by)).get(by);
            show(
                    exchange,
                    HttpServletResponse.SC_CONFLICT,
                    Map.of("changedAt", e.changedAt(), "changedBy", Objects.requireNonNullElse(name, "")));
        }
    }

    /** Whether an address would pass, now and if the list were enforced. */
    private void check(Exchange exchange, String typed) throws IOException {
        Optional<IPAddress> address = IpAddresses.parse(typed);
        if (address.isEmpty()) {
            show(
                    exchange,
                    Exchange.UNPROCESSABLE,
                    Map.of("checkComplaint", checkComplaint(typed), "checkTyped", TypedRanges.cut(typed)));
            return;
        }
        Whitelists.Check check = whitelists.check(caller(exchange), address.get());
        String through = check.through().stream()
                .limit(MOST_THROUGH)
                .map(IpRange::toString)
                .collect(Collectors.joining(", "));
        show(
                exchange,
                HttpServletResponse.SC_OK,
                Map.of(
                        "verdict",
                        "whitelist.check." + check.mode() + (check.isListed() ? ".listed" : ".unlisted"),
                        "passes",
                        check.passes(),
                        "checked",
                        address.get().toCanonicalString(),
                        "through",
                        through));
    }

    private static String checkComplaint(String typed) {
        if (typed.isEmpty()) {
            return "whitelist.check.empty";
        }
        if (!(IpRange.parse(typed) instanceof IpRange.Parsed.Bad bad)) {
            return "whitelist.check.range";
        }
        return switch (bad.complaint()) {
            case HOST_BITS -> "whitelist.check.range";
            case LEADING_ZERO, ZONE -> bad.complaint().code();
            case EMPTY, NOT_AN_ADDRESS -> "whitelist.check.invalid";
        };
    }

    private void export(Exchange exchange) throws IOException {
        List<WhitelistEntry> entries = whitelists.export(caller(exchange));
        HttpServletResponse response = exchange.response();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"ip-whitelist.csv\"");
        response.getWriter().write(WhitelistCsv.of(entries));
    }

    private void show(Exchange exchange, int status, Map<String, Object> more) throws IOException {
        Optional<Whitelists.View> view = whitelists.findView(caller(exchange));
        if (view.isEmpty()) {
            exchange.render(status, "whitelist/closed", Map.of());
            return;
        }
        List<IpRange> living = view.get().living(clock.instant());
        Map<String, Object> model = new HashMap<>();
        model.put("view", view.get());
        model.put("now", clock.instant());
        model.put("keepsAllOut", living.isEmpty());
        if (view.get().mode() != Whitelist.Mode.ENFORCED) {
            model.put("preview", Preview.of(usage.getCallers(caller(exchange), Preview.DAYS), living, clock.instant()));
        }
        living.stream().filter(IpRange::isEverything).findFirst().ifPresent(all -> model.put("letsAllIn", all));
        ShownEntries shown =
                ShownEntries.of(view.get().entries(), exchange.field("find"), number(exchange.field("page")));
        model.put("shown", shown);
        model.put("covered", covered(shown.entries(), living));
        model.put("own", ownAddress.of(exchange.request()));
        model.put("range", exchange.field("range"));
        model.put("label", exchange.field("label"));
        model.put("expires", exchange.field("expires"));
        model.put("check", exchange.field("check"));
        if (status == HttpServletResponse.SC_OK) {
            model.put("range", "");
            exchange.flash().ifPresent(done -> tellWhatWasDone(exchange, done, model));
        }
        model.putAll(more);
        exchange.render(status, "whitelist/whitelist", model);
    }

    /** A cookie may say anything, so it is read as strictly as a form. */
    private void tellWhatWasDone(Exchange exchange, Flash done, Map<String, Object> model) {
        Optional<IpRange> range = findRange(done.details().getOrDefault("range", ""));
        Optional<IpRange> wide = range.flatMap(each -> whitelists.findCovering(caller(exchange), each));
        switch (done.code()) {
            case "whitelist.added" -> {
                model.put("added", number(done.details().get("added")));
                model.put("present", number(done.details().get("present")));
                range.ifPresent(each -> model.put("savedAs", each));
                wide.ifPresent(each -> model.put("coveredBy", each));
            }
            case "whitelist.removed" -> {
                range.ifPresent(each -> model.put("removed", each));
                wide.ifPresent(each -> model.put("remainsThrough", each));
            }
            default -> {} // in the page's own words
        }
    }

    private static Map<UUID, IpRange> covered(List<WhitelistEntry> entries, List<IpRange> living) {
        IpRangeSet all = new IpRangeSet(living);
        Map<UUID, IpRange> covered = new HashMap<>();
        entries.forEach(entry -> all.findCovering(entry.range()).ifPresent(wide -> covered.put(entry.id(), wide)));
        return covered;
    }

    private static String lines(List<IpRange> ranges) {
        return ranges.stream().map(IpRange::toString).collect(Collectors.joining("\n"));
    }

    private static Optional<IpRange> findRange(String text) {
        return IpRange.parse(text) instanceof IpRange.Parsed.Ok ok ? Optional.of(ok.range()) : Optional.empty();
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    /** As browsers send {@code datetime-local}, taken as UTC. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
