package io.saltgate.api.idempotency;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link IdempotencyCleanup} every ten minutes; several nodes may do so at once. */
@Dependent
public class IdempotencyCleanupJob extends BatchJob {

    @Inject
    public IdempotencyCleanupJob(IdempotencyCleanup cleanup) {
        super(Duration.ofMinutes(10), () -> cleanup.deleteOld() == BatchDelete.ROWS);
    }
}
