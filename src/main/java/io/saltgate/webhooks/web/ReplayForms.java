package io.saltgate.webhooks.web;

import static io.saltgate.console.AccountPage.caller;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Flash;
import io.saltgate.webhooks.endpoints.Endpoints;
import io.saltgate.webhooks.events.Deliveries;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sends again what an endpoint did not get: what it missed while it was off, or that of a time. */
@Dependent
public class ReplayForms {

    /** Any database can tell what comes before. */
    private static final int LAST_YEAR = 9999;

    private final Endpoints endpoints;
    private final Deliveries deliveries;
    private final EndpointViews views;
    private final Clock clock;

    @Inject
    public ReplayForms(Endpoints endpoints, Deliveries deliveries, EndpointViews views, Clock clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.views = views;
        this.clock = clock;
    }

    void replayMissed(Exchange exchange, UUID id, String page) {
        Instant since = endpoints.get(caller(exchange), id).missedSince();
        Instant now = clock.instant();
        replay(exchange, id, since == null ? now : since, now, page, Map.of());
    }

    void replayRange(Exchange exchange, UUID id, String page) throws IOException {
        Optional<Instant> from = instant(exchange.field("from"));
        Optional<Instant> to = instant(exchange.field("to"));
        if (from.isEmpty() || to.isEmpty()) {
            complain(exchange, id, from.isEmpty() ? "from" : "to", "replay.time");
        } else if (!from.get().isBefore(to.get())) {
            complain(exchange, id, "to", "replay.order");
        } else {
            replay(exchange, id, from.get(), to.get(), page, Map.of("to", seconds(to.get())));
        }
    }

    /** @param rest what the page is told of the range if it has a rest */
    private void replay(
            Exchange exchange, UUID id, Instant since, Instant until, String page, Map<String, String> rest) {
        Deliveries.Replayed replayed = deliveries.replayMissed(caller(exchange), id, since, until);
        Map<String, String> details = new HashMap<>();
        details.put("count", Integer.toString(replayed.deliveries()));
        if (replayed.until() != null) {
            details.put("more", seconds(replayed.until()));
            details.putAll(rest);
        }
        exchange.redirect(page, new Flash("webhook.replayed", details));
    }

    private static String seconds(Instant time) {
        return Long.toString(time.getEpochSecond());
    }

    private void complain(Exchange exchange, UUID id, String field, String code) throws IOException {
        views.show(exchange, Exchange.UNPROCESSABLE, id, Map.of("complaints", Map.of(field, Complaint.of(code))));
    }

    /** As browsers send {@code datetime-local}, taken as UTC. */
    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text))
                    .filter(time -> time.getYear() > 0 && time.getYear() <= LAST_YEAR)
                    .map(time -> time.toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
