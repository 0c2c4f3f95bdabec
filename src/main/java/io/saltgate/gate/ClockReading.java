package io.saltgate.gate;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the change clock said.
 *
 * @param epoch of which history its ticks are
 * @param changed the accounts that changed since the tick that was asked from; null if that can't be told, and so all
 *     may have
 * @param databaseTime of the statement
 */
record ClockReading(UUID epoch, long tick, @Nullable Set<UUID> changed, Instant databaseTime) {}
