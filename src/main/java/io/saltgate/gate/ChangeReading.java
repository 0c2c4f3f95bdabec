package io.saltgate.gate;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of the change feed as one poll read it.
 *
 * @param epoch identifies the history of changes; a restored backup has another
 * @param last the change of that tick; null if it was deleted from the feed
 * @param changed the accounts that changed since the previous reading; null if unknown, so that all may have changed
 * @param databaseTime of the statement
 */
record ChangeReading(
        UUID epoch,
        long tick,
        @Nullable Change last,
        @Nullable Set<UUID> changed,
        Instant databaseTime) {

    /** Identifies a history of changes: another one may have reached the same tick. */
    record Change(UUID account, Instant at) {}
}
