package io.saltgate.webhooks.web;

import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.events.Deliveries;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A line of the log.
 *
 * @param host empty if the endpoint was removed
 * @param isDueSoon whether an attempt is under way, or begins within seconds
 */
public record DeliveryLine(
        UUID id,
        Instant at,
        Delivery.Cause cause,
        Delivery.State state,
        String type,
        String documentId,
        int attempts,
        String host,
        boolean isDueSoon) {

    private static final Duration SOON = Duration.ofSeconds(30);

    static DeliveryLine of(Deliveries.Line line, Instant now) {
        Delivery delivery = line.delivery();
        return new DeliveryLine(
                delivery.id(),
                delivery.createdAt(),
                delivery.cause(),
                line.state(),
                line.type(),
                line.documentId(),
                delivery.attempts(),
                Hosts.of(line.url()),
                line.state() == Delivery.State.PENDING
                        && (delivery.isUnderWay() || delivery.dueAt().isBefore(now.plus(SOON))));
    }

    /** The name of its state in texts: what has failed before and is tried again says so. */
    public String stateName() {
        return state == Delivery.State.PENDING && attempts > 0 ? "RETRYING" : state.name();
    }
}
