package io.saltgate.whitelist;

import io.saltgate.accounts.AccountId;
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
        for (AccountId account : cleanup.findDue()) {
            while (cleanup.removeExpired(account) > 0 && !Thread.currentThread().isInterrupted()) {}
        }
    }
}
