package io.saltgate.usage;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Once an hour. */
@ApplicationScoped
public class UsageCleanupJob implements Job {

    private final UsageCleanup cleanup;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected UsageCleanupJob() {
        this(null);
    }

    @Inject
    public UsageCleanupJob(UsageCleanup cleanup) {
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
