package io.saltgate.changes;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;

/** Signals as a CDI event, which has observers of the phases of a transaction. */
@ApplicationScoped
class ChangeSignalProducer {

    @Produces
    AccountChanged.Signal signal(Event<AccountChanged> events) {
        return events::fire;
    }
}
