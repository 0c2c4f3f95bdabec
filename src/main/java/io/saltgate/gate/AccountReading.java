package io.saltgate.gate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the database said of a token and its account in one statement, and its own time when it said so.
 *
 * @param hash by which the token was looked for, and found if it was
 * @param owner null if it is nobody's
 * @param state what the token stands for; null if for nothing
 * @param databaseTime of the statement
 */
record AccountReading(
        String hash, @Nullable TokenOwner owner, @Nullable GateState state, Instant databaseTime) {}
