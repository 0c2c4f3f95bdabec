package io.saltgate.whitelist.web;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.platform.web.Exchange;
import io.saltgate.usage.Outsiders;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.WhitelistChanged;
import io.saltgate.whitelist.WhitelistClosed;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.WhitelistFull;
import io.saltgate.whitelist.Whitelists;
import io.saltgate.whitelist.web.WhitelistView.Field;
import io.saltgate.whitelist.web.WhitelistView.Question;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page Settings > IP whitelist: add one or many entries, edit, remove, replace, set the mode, download and import.
 */
@WebServlet("/settings/ip-whitelist/*")
public class WhitelistPage extends AccountPage {

    static final String PATH = "/settings/ip-whitelist";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API)
            .get("/export", Permission.SEE_API)
            .get("/entries/{id}", Permission.CHANGE_WHITELIST)
            .post("/entries", Permission.CHANGE_WHITELIST)
            .post("/import", Permission.CHANGE_WHITELIST)
            .post("/removals", Permission.CHANGE_WHITELIST)
            .post("/removals/reversal", Permission.CHANGE_WHITELIST)
            .post("/entries/{id}", Permission.CHANGE_WHITELIST)
            .post("/entries/{id}/removal", Permission.CHANGE_WHITELIST)
            .post("/own-address", Permission.CHANGE_WHITELIST)
            .post("/mode", Permission.CHANGE_WHITELIST);

    /** A file, and the fields and marks around it. */
    private static final long MAX_UPLOAD = ImportedEntries.MAX_BYTES + 16 * 1024;

    /** The number of matching entries that fit into a sentence. */
    private static final int MAX_THROUGH = 5;

    private static final Pattern ENTRY = Pattern.compile("/entries/([0-9a-f-]{36})(/removal)?");

    private final transient Whitelists whitelists;
    private final transient WhitelistView view;
    private final transient ListForms lists;
    private final transient EntryForms entries;
    private final transient CallsAtStake calls;
    private final transient OwnAddress ownAddress;

    @Inject
    public WhitelistPage(
            Whitelists whitelists,
            WhitelistView view,
            ListForms lists,
            EntryForms entries,
            CallsAtStake calls,
            OwnAddress ownAddress) {
        super(ROUTES);
        this.whitelists = whitelists;
        this.view = view;
        this.lists = lists;
        this.entries = entries;
        this.calls = calls;
        this.ownAddress = ownAddress;
    }

    @Override
    protected long maxUpload() {
        return MAX_UPLOAD;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Matcher entry = ENTRY.matcher(exchange.subPath());
        if (exchange.subPath().equals("/export")) {
            export(exchange);
        } else if (entry.matches()) {
            Optional<UUID> id = Exchange.parseId(entry.group(1));
            if (id.isPresent()) {
                entries.show(exchange, id.get());
            } else {
                exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        } else if (exchange.request().getParameter("check") != null) {
            check(exchange, exchange.field("check").strip());
        } else {
            view.show(exchange, HttpServletResponse.SC_OK, Map.of());
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Matcher entry = ENTRY.matcher(exchange.subPath());
        try {
            if (entry.matches()) {
                postToEntry(exchange, Exchange.parseId(entry.group(1)), entry.group(2) != null);
                return;
            }
            switch (exchange.subPath()) {
                case "/entries" -> lists.add(exchange);
                case "/import" -> lists.importFile(exchange);
                case "/own-address" -> lists.addOwnAddress(exchange, ownAddress.of(exchange.request()));
                case "/removals" -> entries.removeSelected(exchange);
                case "/removals/reversal" -> entries.restore(exchange);
                case "/mode" -> setMode(exchange);
                default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (WhitelistClosed e) {
            view.show(exchange, HttpServletResponse.SC_CONFLICT, Map.of());
        } catch (WhitelistFull e) {
            view.show(exchange, Exchange.UNPROCESSABLE, Map.of("complaint", e.code()));
        }
    }

    private void postToEntry(Exchange exchange, Optional<UUID> id, boolean removal) throws IOException {
        if (id.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } else if (removal) {
            entries.remove(exchange, id.get());
        } else {
            entries.edit(exchange, id.get());
        }
    }

    private void setMode(Exchange exchange) throws IOException {
        Optional<Whitelist.Mode> mode = mode(exchange.field("mode"));
        Optional<Long> version = ListForms.version(exchange);
        if (mode.isEmpty() || version.isEmpty()) {
            view.show(exchange, Exchange.UNPROCESSABLE, Map.of("modeComplaint", "whitelist.mode.invalid"));
            return;
        }
        if (mode.get() == Whitelist.Mode.ENFORCED && exchange.field("confirmed").isEmpty()) {
            Optional<Question> question = questionOf(exchange, version.get());
            if (question.isPresent()) {
                view.ask(exchange, question.get());
                return;
            }
        }
        try {
            whitelists.setMode(caller(exchange), mode.get(), version.get());
            String done = mode.get().name().toLowerCase(Locale.ROOT).replace('_', '.');
            exchange.redirect(path(exchange, PATH), "whitelist.mode." + done);
        } catch (WhitelistChanged e) {
            view.showChanged(exchange, e, Map.of("changedMode", true));
        }
    }

    /** Checks the list that the form showed: if it has changed since, the form is refused anyway. */
    private Optional<Question> questionOf(Exchange exchange, long version) {
        Optional<Whitelists.View> list =
                whitelists.findView(caller(exchange)).filter(seen -> seen.version() == version);
        Optional<Outsiders> stopped = list.flatMap(seen -> calls.ifEnforcedStopsAll(caller(exchange), seen));
        return stopped.map(all -> new Question(
                "/mode",
                list.orElseThrow().entries().isEmpty() ? "whitelist.stop.empty" : "whitelist.stop.nobody",
                "whitelist.mode.set",
                "",
                version,
                List.of(new Field("mode", Whitelist.Mode.ENFORCED.name())),
                all));
    }

    private static Optional<Whitelist.Mode> mode(String text) {
        try {
            return Optional.of(Whitelist.Mode.valueOf(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Checks whether an address would pass, now and if the list were enforced. */
    private void check(Exchange exchange, String typed) throws IOException {
        Optional<IPAddress> address = IpAddresses.parse(typed);
        if (address.isEmpty()) {
            view.show(
                    exchange,
                    Exchange.UNPROCESSABLE,
                    Map.of("checkComplaint", checkComplaint(typed), "checkTyped", InputLine.cut(typed)));
            return;
        }
        Whitelists.Check check = whitelists.check(caller(exchange), address.get());
        String through = check.through().stream()
                .limit(MAX_THROUGH)
                .map(IpRange::toString)
                .collect(Collectors.joining(", "));
        view.show(
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
            case LEADING_ZERO, ZONE, INVISIBLE -> bad.complaint().code();
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
}
