package io.saltgate.webhooks.web;

import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.EventCatalogue;
import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.webhooks.events.Deliveries;
import io.saltgate.webhooks.events.EndpointIsOff;
import io.saltgate.webhooks.events.SeenTypes;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Settings > Webhooks > Deliveries: the log, and one delivery with its attempts. */
@WebServlet("/settings/webhooks/deliveries/*")
public class DeliveriesPage extends AccountPage {

    static final String PATH = WebhooksPage.PATH + "/deliveries";

    static final Routes ROUTES = Routes.of(PATH, Permission.SEE_API)
            .get("/{id}", Permission.SEE_API)
            .post("/{id}/replay", Permission.CHANGE_WEBHOOKS);

    private static final Pattern ONE = Pattern.compile("/([0-9a-f-]{36})(?:/replay)?");

    private final transient Deliveries deliveries;
    private final transient Endpoints endpoints;
    private final transient EventCatalogue catalogue;
    private final transient SeenTypes seen;
    private final transient Clock clock;

    @Inject
    public DeliveriesPage(
            Deliveries deliveries, Endpoints endpoints, EventCatalogue catalogue, SeenTypes seen, Clock clock) {
        super(ROUTES);
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.catalogue = catalogue;
        this.seen = seen;
        this.clock = clock;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        Optional<UUID> id = id(exchange);
        if (exchange.subPath().isEmpty()) {
            list(exchange);
        } else if (id.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        } else {
            show(exchange, HttpServletResponse.SC_OK, id.get(), Map.of());
        }
    }

    @Override
    protected void post(Exchange exchange) throws IOException {
        Optional<UUID> id = id(exchange);
        if (id.isEmpty()) {
            exchange.fail(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        try {
            UUID again = deliveries.replay(caller(exchange), id.get());
            exchange.redirect(path(exchange, PATH + "/" + again), "webhook.delivery.replayed");
        } catch (EndpointIsOff e) {
            show(exchange, HttpServletResponse.SC_CONFLICT, id.get(), Map.of("conflict", e.code()));
        }
    }

    /** What the field for a type suggests, by name. */
    private Set<String> types(Exchange exchange) {
        Set<String> types = new TreeSet<>(catalogue.names());
        seen.list(caller(exchange)).forEach(each -> types.add(each.type()));
        return types;
    }

    private void list(Exchange exchange) throws IOException {
        LogFilter filter = LogFilter.of(exchange);
        Map<String, Object> model = new HashMap<>();
        model.put("endpoints", endpoints.list(caller(exchange)));
        model.put("states", Delivery.State.values());
        model.put("types", types(exchange));
        model.put("filter", filter);
        if (filter.complaint() == null) {
            Deliveries.Slice slice = deliveries.list(caller(exchange), filter.toFilter());
            model.put("lines", lines(slice));
            slice.next().ifPresent(next -> model.put("older", filter.query(next)));
        }
        exchange.render(
                filter.complaint() == null ? HttpServletResponse.SC_OK : Exchange.UNPROCESSABLE,
                "webhooks/deliveries",
                model);
    }

    private void show(Exchange exchange, int status, UUID id, Map<String, Object> more) throws IOException {
        Map<String, Object> model = new HashMap<>(more);
        model.put("shown", DeliveryView.of(deliveries.get(caller(exchange), id), clock.instant()));
        exchange.render(status, "webhooks/delivery", model);
    }

    private List<DeliveryLine> lines(Deliveries.Slice slice) {
        Instant now = clock.instant();
        return slice.lines().stream().map(line -> DeliveryLine.of(line, now)).toList();
    }

    private static Optional<UUID> id(Exchange exchange) {
        Matcher one = ONE.matcher(exchange.subPath());
        return one.matches() ? Exchange.parseId(one.group(1)) : Optional.empty();
    }
}
