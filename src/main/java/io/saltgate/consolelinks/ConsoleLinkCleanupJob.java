package io.saltgate.consolelinks;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link ConsoleLinkCleanup} once an hour; several nodes may do so at once. */
@Dependent
public class ConsoleLinkCleanupJob extends BatchJob {

    @Inject
    public ConsoleLinkCleanupJob(ConsoleLinkCleanup cleanup) {
        super(Duration.ofHours(1), () -> cleanup.deleteOld() == BatchDelete.ROWS);
    }
}
