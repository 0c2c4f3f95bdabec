package io.saltgate.console;

import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Deletes what has served its time, once an hour; on several nodes at once it does no harm. */
@Dependent
public class HousekeepingJob extends BatchJob {

    @Inject
    public HousekeepingJob(HousekeepingCleanup cleanup) {
        super(Duration.ofHours(1), cleanup::deleteSome);
    }
}
