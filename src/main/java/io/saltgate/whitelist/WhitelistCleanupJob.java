package io.saltgate.whitelist;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link WhitelistCleanup} once a minute. */
@Dependent
public class WhitelistCleanupJob extends BatchJob {

    @Inject
    public WhitelistCleanupJob(WhitelistCleanup cleanup) {
        super(Duration.ofMinutes(1), () -> {
            boolean more = cleanup.deleteRemoved() == BatchDelete.ROWS;
            int expired =
                    cleanup.findDue().stream().mapToInt(cleanup::removeExpired).sum();
            return more || expired > 0;
        });
    }
}
