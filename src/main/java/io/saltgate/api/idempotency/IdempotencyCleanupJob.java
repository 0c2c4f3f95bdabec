package io.saltgate.api.idempotency;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link IdempotencyCleanup} every ten minutes; several nodes may do so at once. */
@ApplicationScoped
public class IdempotencyCleanupJob implements Job {

    private final IdempotencyCleanup cleanup;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected IdempotencyCleanupJob() {
        this(null);
    }

    @Inject
    public IdempotencyCleanupJob(IdempotencyCleanup cleanup) {
        this.cleanup = cleanup;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() {
        drain(() -> cleanup.deleteOld() == BatchDelete.ROWS);
    }
}
