package io.saltgate.team;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link InvitationCleanup} once an hour; several nodes may do so at once. */
@ApplicationScoped
public class InvitationCleanupJob implements Job {

    private final InvitationCleanup cleanup;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected InvitationCleanupJob() {
        this(null);
    }

    @Inject
    public InvitationCleanupJob(InvitationCleanup cleanup) {
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
