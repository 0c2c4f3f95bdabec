package io.saltgate.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something that happens in another process. */
public final class Eventually {

    private static final long STEP_MILLIS = 50;

    private Eventually() {}

    /** Looks again until it holds. */
    public static void await(String what, Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + patience + ": " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
