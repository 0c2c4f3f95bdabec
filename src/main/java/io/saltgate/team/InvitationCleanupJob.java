package io.saltgate.team;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link InvitationCleanup} once an hour; several nodes may do so at once. */
@Dependent
public class InvitationCleanupJob extends BatchJob {

    @Inject
    public InvitationCleanupJob(InvitationCleanup cleanup) {
        super(Duration.ofHours(1), () -> cleanup.deleteOld() == BatchDelete.ROWS);
    }
}
