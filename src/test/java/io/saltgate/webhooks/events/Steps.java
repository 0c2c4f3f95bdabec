package io.saltgate.webhooks.events;

import io.saltgate.accounts.Caller;
import java.time.Instant;
import java.util.UUID;

/** Bounds of {@code events} for the tests of other rooms. */
public final class Steps {

    public static final int MAX_SCANNED = DeliveryLog.MAX_SCANNED;

    private Steps() {}

    /** A replay that looks at two events in one query and no more. */
    public static Deliveries.Replayed replayMissed(
            Deliveries deliveries, Caller caller, UUID endpoint, Instant since, Instant until) {
        return deliveries.replayMissed(caller, endpoint, since, until, new Deliveries.Reach(2, 1));
    }
}
