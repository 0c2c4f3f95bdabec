package io.saltgate.accounts;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Deletes what has served its time, once an hour; on several nodes at once it does no harm. */
@ApplicationScoped
public class HousekeepingJob implements Job {

    private final HousekeepingCleanup cleanup;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected HousekeepingJob() {
        this(null);
    }

    @Inject
    public HousekeepingJob(HousekeepingCleanup cleanup) {
        this.cleanup = cleanup;
    }

    @Override
    public Duration every() {
        return Duration.ofHours(1);
    }

    @Override
    public void run() {
        drain(cleanup::deleteSome);
    }
}
