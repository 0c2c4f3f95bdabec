package io.saltgate.webhooks.web;

import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.events.Deliveries;
import java.time.Instant;
import java.util.UUID;

/**
 * A line of the log.
 *
 * @param host empty if the endpoint was removed
 */
public record DeliveryLine(
        UUID id,
        Instant at,
        Delivery.Cause cause,
        Delivery.State state,
        String type,
        String documentId,
        int attempts,
        String host) {

    static DeliveryLine of(Deliveries.Line line) {
        Delivery delivery = line.delivery();
        return new DeliveryLine(
                delivery.id(),
                delivery.createdAt(),
                delivery.cause(),
                line.state(),
                line.type(),
                line.documentId(),
                delivery.attempts(),
                Hosts.of(line.url()));
    }
}
