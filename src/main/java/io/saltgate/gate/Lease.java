package io.saltgate.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Permission to decide from the cache: every change that was committed when the poll began has been applied.
 *
 * @param beganNanos of {@link System#nanoTime}, taken before the poll sent anything
 * @param beganMillis of the wall clock, at the same moment
 * @param databaseTime as the poll read it
 * @param epoch of the history of changes that the poll read
 * @param tick up to which changes have been applied
 */
record Lease(long beganNanos, long beganMillis, Instant databaseTime, UUID epoch, long tick) {

    /**
     * Compares both clocks: the monotonic one stands still while a virtual machine is suspended, and the wall clock may
     * be set. Where they disagree, the lease is over, and the next poll brings a new one.
     */
    boolean holds(long nowNanos, long nowMillis, Duration bound) {
        long elapsedMillis = nowMillis - beganMillis;
        return nowNanos - beganNanos < bound.toNanos() && Math.abs(elapsedMillis) <= bound.toMillis();
    }

    /** The latest that the database's clock can show now: its answer was made after the poll began. */
    Instant databaseTime(long nowNanos) {
        return databaseTime.plusNanos(nowNanos - beganNanos);
    }
}
