package io.saltgate.webhooks.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;

/** Tells by a CDI event, which the sender observes after the commit. */
@ApplicationScoped
class DueSignalProducer {

    @Produces
    DeliveriesDue.Signal signal(Event<DeliveriesDue> events) {
        return events::fire;
    }
}
