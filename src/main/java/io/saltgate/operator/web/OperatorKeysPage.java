package io.saltgate.operator.web;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.NotFound;
import io.saltgate.console.OperatorPage;
import io.saltgate.operator.OperatorKey;
import io.saltgate.operator.OperatorKeyNameTaken;
import io.saltgate.operator.OperatorKeys;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.platform.web.Exchange;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Operator > Operator keys: make one, which is shown once, and revoke. */
@WebServlet("/operator/keys/*")
public class OperatorKeysPage extends OperatorPage {

    private static final String PATH = "/operator/keys";
    private static final Pattern REVOCATION = Pattern.compile("/([0-9a-f-]{36})/revocation");

    private final transient OperatorKeys keys;
    private final transient Clock clock;

    @Inject
    public OperatorKeysPage(OperatorKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            show(exchange, HttpServletResponse.SC_OK, null);
            return;
        }
        Optional<OperatorKey> key = find(exchange);
        if (key.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } else {
            exchange.render("operator/key-revocation", Map.of("key", key.get()));
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        if (exchange.subPath().isEmpty()) {
            make(exchange);
            return;
        }
        try {
            OperatorKey key = find(exchange).orElseThrow(NoKey::new);
            keys.revoke(caller(exchange), key.id());
            exchange.redirect(PATH, "operator.key.revoked", key.name());
        } catch (NotFound | NoKey e) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static final class NoKey extends RuntimeException {}

    private Optional<OperatorKey> find(Exchange exchange) {
        return id(exchange)
                .flatMap(id -> keys.list(caller(exchange)).stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst());
    }

    private static Optional<UUID> id(Exchange exchange) {
        Matcher revocation = REVOCATION.matcher(exchange.subPath());
        return revocation.matches() ? Exchange.parseId(revocation.group(1)) : Optional.empty();
    }

    private void make(Exchange exchange) throws IOException {
        String name = exchange.field("name").strip();
        if (name.isEmpty() || name.length() > OperatorKeys.MAX_NAME || !PlainText.isPlain(name)) {
            show(exchange, Exchange.UNPROCESSABLE, "name");
            return;
        }
        Set<OperatorScope> scopes = EnumSet.noneOf(OperatorScope.class);
        for (OperatorScope scope : OperatorScope.values()) {
            if (!exchange.field("scope-" + scope).isEmpty()) {
                scopes.add(scope);
            }
        }
        if (scopes.isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, "scopes");
            return;
        }
        Optional<List<IPAddress>> addresses = addresses(exchange.field("addresses"));
        if (addresses.isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, "addresses");
            return;
        }
        Optional<Instant> expiry = Optional.empty();
        if (!exchange.field("expires").isBlank()) {
            expiry = end(exchange.field("expires")).filter(end -> end.isAfter(clock.instant()));
            if (expiry.isEmpty()) {
                show(exchange, Exchange.UNPROCESSABLE, "expires");
                return;
            }
        }
        make(exchange, new OperatorKeys.NewKey(name, scopes, addresses.get(), expiry.orElse(null)));
    }

    private void make(Exchange exchange, OperatorKeys.NewKey wanted) throws IOException {
        try {
            OperatorKeys.Made made = keys.make(caller(exchange), wanted);
            exchange.response().setHeader("Cache-Control", "no-store");
            exchange.render(
                    "operator/key-made",
                    Map.of("key", made.key(), "secret", made.text().reveal()));
        } catch (OperatorKeyNameTaken e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, "taken");
        }
    }

    /** Empty if one of them is none, or there are too many. */
    private static Optional<List<IPAddress>> addresses(String typed) {
        List<IPAddress> addresses = new ArrayList<>();
        for (String text : Arrays.stream(typed.split("[,\\s]+"))
                .filter(one -> !one.isEmpty())
                .toList()) {
            Optional<IpAddresses.Prefixed> range = IpAddresses.parseRange(text);
            if (range.isEmpty() || range.get().hasHostBits() || addresses.size() == OperatorKeys.MAX_RANGES) {
                return Optional.empty();
            }
            addresses.add(range.get().block());
        }
        return Optional.of(addresses);
    }

    /** The end of the day. */
    private static Optional<Instant> end(String typed) {
        try {
            LocalDate day = LocalDate.parse(typed);
            return day.getYear() > 9998
                    ? Optional.empty()
                    : Optional.of(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void show(Exchange exchange, int status, @Nullable String complaint) throws IOException {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("keys", keys.list(caller(exchange)));
        model.put("now", clock.instant());
        model.put("scopes", OperatorScope.values());
        model.put("complaint", complaint);
        Map<String, String> typed = new HashMap<>();
        for (String field : List.of("name", "addresses", "expires")) {
            typed.put(field, exchange.field(field));
        }
        for (OperatorScope scope : OperatorScope.values()) {
            typed.put("scope-" + scope, exchange.field("scope-" + scope));
        }
        model.put("typed", typed);
        exchange.render(status, "operator/keys", model);
    }
}
