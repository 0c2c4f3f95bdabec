package io.saltgate.closing;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.start.BatchJob;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Runs {@link ClosedAccountCleanup} every ten minutes. */
@Dependent
public class ClosedAccountCleanupJob extends BatchJob {

    @Inject
    public ClosedAccountCleanupJob(ClosedAccountCleanup cleanup) {
        super(Duration.ofMinutes(10), () -> deleteSome(cleanup));
    }

    private static boolean deleteSome(ClosedAccountCleanup cleanup) {
        Optional<AccountId> due = cleanup.findDue();
        if (due.isPresent() && cleanup.begin(due.get()) && !cleanup.deleteSome(due.get())) {
            cleanup.finish(due.get());
        }
        return due.isPresent();
    }
}
