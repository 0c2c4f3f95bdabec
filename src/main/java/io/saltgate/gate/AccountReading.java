package io.saltgate.gate;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a token and its account as one statement read it, with the database's time of that statement.
 *
 * @param hash by which the token was looked up
 * @param owner null if the token is unknown
 * @param state null if the token isn't valid
 * @param databaseTime of the statement
 */
record AccountReading(
        String hash, @Nullable TokenOwner owner, @Nullable GateState state, Instant databaseTime) {}
