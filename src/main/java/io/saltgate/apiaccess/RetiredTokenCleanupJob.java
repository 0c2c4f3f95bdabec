package io.saltgate.apiaccess;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Once an hour. */
@ApplicationScoped
public class RetiredTokenCleanupJob implements Job {

    private final RetiredTokenCleanup cleanup;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RetiredTokenCleanupJob() {
        this(null);
    }

    @Inject
    public RetiredTokenCleanupJob(RetiredTokenCleanup cleanup) {
        this.cleanup = cleanup;
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        drain(() -> cleanup.deleteOld() == BatchDelete.ROWS);
    }
}
