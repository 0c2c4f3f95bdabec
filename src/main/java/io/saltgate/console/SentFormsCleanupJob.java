package io.saltgate.console;

import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link SentFormsCleanup} once an hour; on several nodes at once it does no harm. */
@Dependent
public class SentFormsCleanupJob extends BatchJob {

    @Inject
    public SentFormsCleanupJob(SentFormsCleanup cleanup) {
        super(Duration.ofHours(1), cleanup::deleteSome);
    }
}
