package io.saltgate.whitelist;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Once a minute. */
@ApplicationScoped
public class WhitelistCleanupJob implements Job {

    private final WhitelistCleanup cleanup;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WhitelistCleanupJob() {
        this(null);
    }

    @Inject
    public WhitelistCleanupJob(WhitelistCleanup cleanup) {
        this.cleanup = cleanup;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        drain(this::removeSome);
    }

    /** One batch of each account. */
    private boolean removeSome() {
        return cleanup.findDue().stream().mapToInt(cleanup::removeExpired).sum() > 0;
    }
}
