package io.saltgate.apiaccess;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Once a minute. */
@ApplicationScoped
public class OverlapCleanupJob implements Job {

    private final OverlapCleanup cleanup;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OverlapCleanupJob() {
        this(null);
    }

    @Inject
    public OverlapCleanupJob(OverlapCleanup cleanup) {
        this.cleanup = cleanup;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        drain(this::retireSome);
    }

    private boolean retireSome() {
        return cleanup.findDue().stream().mapToInt(cleanup::retireExpired).sum() > 0;
    }
}
