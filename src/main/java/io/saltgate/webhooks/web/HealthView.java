package io.saltgate.webhooks.web;

import io.saltgate.webhooks.events.Deliveries;
import io.saltgate.webhooks.events.Deliveries.Health;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How it goes with an endpoint, as its page shows it. */
public record HealthView(Health health) {

    public long waiting() {
        return health.waiting();
    }

    public boolean isWaitingCounted() {
        return health.waiting() <= Deliveries.MAX_COUNTED;
    }

    public @Nullable Instant oldestDue() {
        return health.oldestDue();
    }

    public long succeeded() {
        return health.succeeded();
    }

    public long failed() {
        return health.failed();
    }

    public boolean isQuiet() {
        return succeeded() + failed() == 0;
    }

    /** In per mille, rounded down: one failure of many is no 100 %. */
    public long rate() {
        return isQuiet() ? 0 : succeeded() * 1000 / (succeeded() + failed());
    }

    /** The others go without saying. */
    public List<Deliveries.Hour> busyHours() {
        return health.hours().stream()
                .filter(hour -> hour.succeeded() + hour.failed() > 0)
                .toList();
    }

    public long firstHour() {
        return health.hours().getFirst().began().getEpochSecond();
    }

    public long lastHour() {
        return health.hours().getLast().began().getEpochSecond();
    }
}
