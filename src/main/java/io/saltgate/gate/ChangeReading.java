package io.saltgate.gate;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the change clock said.
 *
 * @param epoch of which history its ticks are
 * @param last the change of that tick; null if the feed no longer has it
 * @param changed the accounts that changed since the reading before; null if that can't be told, and so all may have
 * @param databaseTime of the statement
 */
record ChangeReading(
        UUID epoch,
        long tick,
        @Nullable Change last,
        @Nullable Set<UUID> changed,
        Instant databaseTime) {

    /** By which a history is known again: another one may have got to the same tick. */
    record Change(UUID account, Instant at) {}
}
