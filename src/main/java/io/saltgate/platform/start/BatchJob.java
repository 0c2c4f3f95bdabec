package io.saltgate.platform.start;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A {@link Job} of batches, which it runs until nothing is left. */
public abstract class BatchJob implements Job {

    private final Duration every;
    private final BooleanSupplier[] batches;

    /** @param batches as {@link #drain} takes them */
    protected BatchJob(Duration every, BooleanSupplier... batches) {
        this.every = every;
        this.batches = batches;
    }

    @Override
    public final Duration every() {
        return every;
    }

    @Override
    public final void run() {
        drain(batches);
    }
}
