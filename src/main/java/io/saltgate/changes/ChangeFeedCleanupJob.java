package io.saltgate.changes;

import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link ChangeFeedCleanup} once an hour; on several nodes at once it does no harm. */
@Dependent
public class ChangeFeedCleanupJob extends BatchJob {

    @Inject
    public ChangeFeedCleanupJob(ChangeFeedCleanup cleanup) {
        super(Duration.ofHours(1), cleanup::deleteSome);
    }
}
