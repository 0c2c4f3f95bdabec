package io.saltgate.apiaccess;

import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link OverlapCleanup} once a minute. */
@Dependent
public class OverlapCleanupJob extends BatchJob {

    @Inject
    public OverlapCleanupJob(OverlapCleanup cleanup) {
        super(
                Duration.ofMinutes(1),
                () -> cleanup.findDue().stream()
                                .mapToInt(cleanup::retireExpired)
                                .sum()
                        > 0);
    }
}
