package io.saltgate.whitelist.web;

import io.saltgate.accounts.AccountPage;
import io.saltgate.platform.web.Exchange;
import io.saltgate.team.People;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.WhitelistChanged;
import io.saltgate.whitelist.Whitelists;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Settings > IP whitelist: add, remove, set the mode. */
@WebServlet("/settings/ip-whitelist/*")
public class WhitelistPage extends AccountPage {

    static final String PATH = "/settings/ip-whitelist";

    private static final int MAX_LABEL = 100;
    private static final String ENTRIES = "/entries";

    private final transient Whitelists whitelists;
    private final transient People people;

    @Inject
    public WhitelistPage(Whitelists whitelists, People people) {
        this.whitelists = whitelists;
        this.people = people;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            show(exchange, HttpServletResponse.SC_OK, Map.of());
        } else {
            exchange.redirect(path(exchange, PATH));
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        String action = exchange.subPath();
        if (action.equals(ENTRIES)) {
            add(exchange);
        } else if (action.startsWith(ENTRIES + "/") && action.endsWith("/removal")) {
            remove(exchange, action.substring(ENTRIES.length() + 1, action.length() - "/removal".length()));
        } else if (action.equals("/mode")) {
            setMode(exchange);
        } else {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void add(Exchange exchange) throws IOException {
        String typed = exchange.field("range");
        String label = exchange.field("label").strip();
        Map<String, Object> complaints = new HashMap<>();
        if (label.length() > MAX_LABEL) {
            complaints.put("labelComplaint", "whitelist.label.long");
        }
        switch (IpRange.parse(typed)) {
            case IpRange.Parsed.Ok ok
            when complaints.isEmpty() -> {
                addOrSayPresent(exchange, ok.range(), label.isEmpty() ? null : label);
                return;
            }
            case IpRange.Parsed.Ok ok -> {}
            case IpRange.Parsed.Bad bad -> {
                complaints.put("rangeComplaint", bad.complaint().code());
                complaints.put(
                        "suggestion", bad.suggestion().map(IpRange::toString).orElse(""));
            }
        }
        show(exchange, Exchange.UNPROCESSABLE, complaints);
    }

    private void addOrSayPresent(Exchange exchange, IpRange range, @Nullable String label) throws IOException {
        switch (whitelists.add(caller(exchange), range, label)) {
            case NEW -> exchange.redirect(path(exchange, PATH));
            // It changed nothing, so it may be answered in place: the person asked for a thing that is so.
            case ALREADY_PRESENT -> show(exchange, HttpServletResponse.SC_OK, Map.of("present", range));
        }
    }

    private void remove(Exchange exchange, String entryId) throws IOException {
        Optional<UUID> id = Exchange.parseId(entryId);
        if (id.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        whitelists.remove(caller(exchange), id.get());
        exchange.redirect(path(exchange, PATH));
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
            exchange.redirect(path(exchange, PATH));
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

    private void show(Exchange exchange, int status, Map<String, Object> more) throws IOException {
        Map<String, Object> model = new HashMap<>(more);
        model.put("view", whitelists.getView(caller(exchange)));
        model.put("range", exchange.field("range"));
        model.put("label", exchange.field("label"));
        exchange.render(status, "whitelist/whitelist", model);
    }
}
