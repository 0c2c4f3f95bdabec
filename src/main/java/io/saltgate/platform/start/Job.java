package io.saltgate.platform.start;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A piece of background work, which runs on every node. It must be right to run it on two nodes at once, twice, or not
 * at all: what is to be done is read from the database, and a claim there decides who does it.
 */
public interface Job {

    /** The pause between the end of one run and the beginning of the next. */
    Duration every();

    /** Each step of it a transaction of its own. What it throws is logged, and it runs again. */
    void run();

    /**
     * Runs batches in turn, so that a long one keeps none of the others waiting, until none has more. It ends early
     * when the server stops, or after {@link #every}: the next run continues.
     *
     * @param batches each a transaction of its own, and each says whether more may be left
     */
    default void drain(BooleanSupplier... batches) {
        long end = System.nanoTime() + every().toNanos();
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = false;
            for (BooleanSupplier batch : batches) {
                more |= batch.getAsBoolean();
            }
            more &= System.nanoTime() - end < 0;
        }
    }
}
