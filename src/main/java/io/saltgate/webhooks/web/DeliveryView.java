package io.saltgate.webhooks.web;

import io.saltgate.webhooks.WebhookEvent;
import io.saltgate.webhooks.delivery.Attempt;
import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.events.Deliveries;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One delivery, as its page shows it.
 *
 * @param attempts the last one first
 * @param body as last sent, its beginning if it is long; empty if none was
 * @param isCut whether there is more of it
 * @param isDueSoon whether something new is to be seen within seconds
 */
public record DeliveryView(
        DeliveryLine line,
        UUID endpoint,
        WebhookEvent event,
        boolean canReplay,
        @Nullable Instant nextAttempt,
        List<Attempt> attempts,
        String body,
        boolean isCut,
        boolean isDueSoon) {

    private static final int MOST_SHOWN = 8_000;

    static DeliveryView of(Deliveries.Details details, Instant now) {
        Delivery delivery = details.line().delivery();
        List<Attempt> attempts = details.attempts().reversed();
        String body = attempts.isEmpty() ? "" : details.body(attempts.getFirst());
        boolean cut = body.length() > MOST_SHOWN;
        DeliveryLine line = DeliveryLine.of(details.line(), now);
        boolean pending = details.line().state() == Delivery.State.PENDING;
        return new DeliveryView(
                line,
                delivery.endpointId(),
                details.event(),
                details.canReplay(),
                pending && !delivery.isUnderWay() ? delivery.dueAt() : null,
                attempts,
                cut ? body.substring(0, MOST_SHOWN) : body,
                cut,
                line.isDueSoon());
    }
}
