package io.saltgate.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;

/** Announces as a synchronous CDI event: an observer that fails takes the change down with it. */
@ApplicationScoped
class AnnouncementsProducer {

    @Produces
    Announcements announcements(Event<AccountEvent> events) {
        return events::fire;
    }
}
