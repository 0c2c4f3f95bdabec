package io.saltgate.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something that happens in another process. */
public final class Eventually {

    private static final long STEP_MILLIS = 50;

    private Eventually() {}

    /** Looks again until it holds. */
    public static void await(String what, Duration patience, BooleanSupplier condition) {
        await(() -> what, patience, condition);
    }

    /** @param what is asked for only if it doesn't happen */
    public static void await(Supplier<String> what, Duration patience, BooleanSupplier condition) {
        if (!happens(patience, condition)) {
            throw new AssertionError("not within " + patience + ": " + what.get());
        }
    }

    /** Whether it holds before the time is over. */
    public static boolean happens(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            pause(STEP_MILLIS);
        }
        return true;
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
