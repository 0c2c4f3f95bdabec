package io.saltgate.apiaccess;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link RetiredTokenCleanup} once an hour. */
@Dependent
public class RetiredTokenCleanupJob extends BatchJob {

    @Inject
    public RetiredTokenCleanupJob(RetiredTokenCleanup cleanup) {
        super(Duration.ofHours(1), () -> cleanup.deleteOld() == BatchDelete.ROWS);
    }
}
