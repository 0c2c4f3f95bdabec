package io.saltgate.webhooks.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.events.Deliveries;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries somebody wants to see, as the log's address says it. What no form of ours sends counts as not said.
 *
 * @param type as typed
 */
public record LogFilter(
        @Nullable UUID endpoint,
        Delivery.@Nullable State state,
        String type,
        @Nullable UUID before) {

    static LogFilter of(Exchange exchange) {
        String state = exchange.field("state");
        return new LogFilter(
                exchange.id("endpoint").orElse(null),
                Arrays.stream(Delivery.State.values())
                        .filter(each -> each.name().equals(state))
                        .findFirst()
                        .orElse(null),
                exchange.field("type").strip(),
                exchange.id("before").orElse(null));
    }

    /** The key of the message that says what is wrong with the type; null if nothing is. */
    public @Nullable String complaint() {
        return type.isEmpty() || EventType.parse(type).isPresent() ? null : "complaint.type.invalid";
    }

    public boolean isNarrow() {
        return endpoint != null || state != null || !type.isEmpty();
    }

    Deliveries.Filter toFilter() {
        return new Deliveries.Filter(endpoint, state, type.isEmpty() ? null : type, before);
    }

    /** Of the page that begins behind a delivery. */
    String query(UUID next) {
        return "?" + narrowing() + "before=" + next;
    }

    /** Of the newest. */
    public String newest() {
        return "?" + narrowing();
    }

    private String narrowing() {
        return Optional.ofNullable(endpoint).map(id -> "endpoint=" + id + "&").orElse("")
                + Optional.ofNullable(state).map(each -> "state=" + each + "&").orElse("")
                + (type.isEmpty() ? "" : "type=" + URLEncoder.encode(type, UTF_8) + "&");
    }
}
