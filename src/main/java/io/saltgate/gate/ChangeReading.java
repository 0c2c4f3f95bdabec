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
 * @param activeKey the id of the key that nodes seal and hash with; null if there is none yet
 */
record ChangeReading(
        UUID epoch,
        long tick,
        @Nullable Change last,
        @Nullable Set<UUID> changed,
        Instant databaseTime,
        @Nullable String activeKey) {

    /** Without a key, for what knows of none. */
    ChangeReading(UUID epoch, long tick, @Nullable Change last, @Nullable Set<UUID> changed, Instant databaseTime) {
        this(epoch, tick, last, changed, databaseTime, null);
    }

    /** Identifies a history of changes: another one may have reached the same tick. */
    record Change(UUID account, Instant at) {}
}
