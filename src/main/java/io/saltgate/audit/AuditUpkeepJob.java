package io.saltgate.audit;

import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Verifies audit trails and erases old personal data, and that of erased people, from them, every ten seconds, some
 * pieces each time; the next run continues. Writes the ends of chains to the log, in the form that
 * {@code bin/verify-audit} reads.
 */
@Dependent
public class AuditUpkeepJob implements Job {

    private static final System.Logger LOG = System.getLogger(AuditUpkeepJob.class.getName());

    /** Pieces of a run. Twenty thousand entries are verified in some tenths of a second. */
    private static final int PIECES = 20;

    private final AuditChecks checks;
    private final AuditRetention retention;
    private final AuditErasures erasures;

    @Inject
    public AuditUpkeepJob(AuditChecks checks, AuditRetention retention, AuditErasures erasures) {
        this.checks = checks;
        this.retention = retention;
        this.erasures = erasures;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        repeat(checks::claim, chain -> log(checks.verify(chain)));
        repeat(retention::claim, retention::erase);
        repeat(erasures::claim, erasures::erase);
    }

    private static void repeat(Supplier<Optional<UUID>> claim, Consumer<UUID> work) {
        for (int i = 0; i < PIECES && !Thread.currentThread().isInterrupted(); i++) {
            Optional<UUID> chain = claim.get();
            if (chain.isEmpty()) {
                return;
            }
            try {
                work.accept(chain.get());
            } catch (RuntimeException e) { // whatever is wrong with one chain, the others get their turn
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The audit chain or person {0} could not be looked after ({1}); the next try is in five minutes.",
                        chain.get(),
                        e.toString());
            }
        }
    }

    private static void log(AuditChecks.Report report) {
        report.head()
                .ifPresent(head ->
                        LOG.log(System.Logger.Level.INFO, () -> VerifyAudit.HEAD_IN_LOG + VerifyAudit.line(head)));
        report.damage()
                .ifPresent(at -> LOG.log(
                        System.Logger.Level.ERROR,
                        "The audit chain {0} is damaged from entry {1} on; run bin/verify-audit.",
                        at.chain(),
                        Long.toString(at.entry())));
    }
}
