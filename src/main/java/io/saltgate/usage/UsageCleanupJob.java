package io.saltgate.usage;

import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link UsageCleanup} once an hour. */
@Dependent
public class UsageCleanupJob extends BatchJob {

    @Inject
    public UsageCleanupJob(UsageCleanup cleanup) {
        super(Duration.ofHours(1), cleanup::deleteSome);
    }
}
