package io.saltgate.operations;

import io.saltgate.platform.db.SealedTable;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Runs {@link ResealPass} over all tables of sealed texts; there is nothing to do but after a change of the key. */
@Dependent
public class ResealJob implements Job {

    private final ResealPass pass;
    private final Instance<SealedTable> tables;

    @Inject
    public ResealJob(ResealPass pass, Instance<SealedTable> tables) {
        this.pass = pass;
        this.tables = tables;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void run() {
        drain(tables.stream()
                .<BooleanSupplier>map(table -> () -> pass.resealSome(table))
                .toArray(BooleanSupplier[]::new));
    }
}
