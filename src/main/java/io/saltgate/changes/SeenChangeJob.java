package io.saltgate.changes;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Writes down once a second what {@link DatabaseHistory} has seen. */
@Dependent
public class SeenChangeJob implements Job {

    private final DatabaseHistory history;

    @Inject
    public SeenChangeJob(DatabaseHistory history) {
        this.history = history;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(1);
    }

    @Override
    public void run() {
        history.keep();
    }
}
