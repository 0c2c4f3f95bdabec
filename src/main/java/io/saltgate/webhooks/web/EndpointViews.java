package io.saltgate.webhooks.web;

import static io.saltgate.console.AccountPage.caller;

import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Flash;
import io.saltgate.team.People;
import io.saltgate.webhooks.EventCatalogue;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.EndpointChanged;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.webhooks.events.Deliveries;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The pages of endpoints, for the actions that end on them. */
@Dependent
public class EndpointViews {

    /** Of the last deliveries, as many as one sees at a glance. */
    private static final int GLANCE = 5;

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final ApiAccesses apiAccesses;
    private final People people;
    private final EventCatalogue catalogue;
    private final Clock clock;

    @Inject
    public EndpointViews(
            Endpoints endpoints,
            Deliveries deliveries,
            ApiAccesses apiAccesses,
            People people,
            EventCatalogue catalogue,
            Clock clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.apiAccesses = apiAccesses;
        this.people = people;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Settings > Webhooks. */
    void list(Exchange exchange, int status, EndpointForm form, Map<String, ?> more) throws IOException {
        Caller caller = caller(exchange);
        List<Endpoint> all = endpoints.list(caller);
        Map<String, Object> model = new HashMap<>();
        model.put("endpoints", all);
        model.put("apiOn", isApiOn(caller));
        model.put("full", all.size() >= Endpoints.MOST);
        model.put("form", form);
        model.put("catalogue", catalogue);
        model.put("complaints", Map.of());
        for (Endpoint.OffReason reason : Endpoint.OffReason.values()) {
            model.put(
                    "off" + reason,
                    all.stream()
                            .filter(endpoint -> endpoint.offReason() == reason)
                            .count());
        }
        model.putAll(more);
        exchange.render(status, "webhooks/webhooks", model);
    }

    /** The page of one of them. */
    void show(Exchange exchange, int status, UUID id, Map<String, ?> more) throws IOException {
        Caller caller = caller(exchange);
        Endpoint endpoint = endpoints.get(caller, id);
        List<Deliveries.Line> lines = deliveries
                .list(caller, new Deliveries.Filter(id, null, null, null))
                .lines();
        Map<String, Object> model = new HashMap<>();
        model.put("endpoint", endpoint);
        model.put("host", Hosts.of(endpoint.url()));
        model.put("subject", Hosts.of(endpoint.url()));
        model.put("apiOn", isApiOn(caller));
        model.put("headers", endpoints.listHeaders(caller, id));
        model.put("health", new HealthView(deliveries.getHealth(caller, id)));
        model.put(
                "lines",
                lines.stream()
                        .limit(GLANCE)
                        .map(line -> DeliveryLine.of(line, clock.instant()))
                        .toList());
        model.put("form", EndpointForm.of(endpoint));
        model.put("catalogue", catalogue);
        model.put(
                "testable",
                catalogue.entries().stream()
                        .filter(entry -> endpoint.types().takes(entry.type()))
                        .toList());
        model.put("complaints", Map.of());
        model.put("from", exchange.field("from"));
        model.put("to", exchange.field("to"));
        model.put("headerName", "");
        if (status == HttpServletResponse.SC_OK) {
            exchange.flash().ifPresent(done -> tellWhatWasDone(done, model));
        }
        model.putAll(more);
        exchange.render(status, "webhooks/endpoint", model);
    }

    /** Nothing was changed, since another person did meanwhile: what was typed stays, beside who, when and what. */
    void explain(Exchange exchange, UUID id, EndpointChanged changed) throws IOException {
        EndpointForm typed = EndpointForm.of(exchange);
        UUID by = changed.changedBy();
        String name =
                by == null ? null : people.names(caller(exchange), Set.of(by)).get(by);
        show(
                exchange,
                HttpServletResponse.SC_CONFLICT,
                id,
                Map.of(
                        "form",
                        typed,
                        "differences",
                        typed.differencesFrom(EndpointForm.of(endpoints.get(caller(exchange), id))),
                        "changedAt",
                        changed.changedAt(),
                        "changedBy",
                        Objects.requireNonNullElse(name, "")));
    }

    boolean isApiOn(Caller caller) {
        return apiAccesses.getStatus(caller) instanceof ApiStatus.Enabled;
    }

    /**
     * A cookie may say anything: numbers or nothing. The form offers the rest of a range that was not replayed to its
     * end.
     */
    private static void tellWhatWasDone(Flash done, Map<String, Object> model) {
        String count = done.details().getOrDefault("count", "");
        if (done.code().equals("webhook.replayed") && count.matches("[0-9]{1,5}")) {
            model.put("replayed", Integer.parseInt(count));
            Optional<Instant> rest = time(done, "more");
            Optional<Instant> to = time(done, "to");
            model.put("more", rest.isPresent());
            if (rest.isPresent() && to.isPresent()) {
                model.put("rest", rest.get());
                model.put("from", utc(rest.get()));
                model.put("to", utc(to.get()));
            }
        }
    }

    private static Optional<Instant> time(Flash done, String detail) {
        return Optional.ofNullable(done.details().get(detail))
                .filter(seconds -> seconds.matches("[0-9]{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)));
    }

    /** As {@code datetime-local} takes it. */
    private static String utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
    }
}
