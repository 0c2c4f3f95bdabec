package io.saltgate.gate;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the database said of a token's account in one statement, and its own time when it said so.
 *
 * @param hash by which the token was looked for, and found if it was
 * @param owner null if it is nobody's
 * @param living by the hash of each token of the account that lives, one or two; none while the API is off
 * @param databaseTime of the statement
 */
record AccountReading(String hash, @Nullable TokenOwner owner, Map<String, GateState> living, Instant databaseTime) {

    AccountReading {
        living = Map.copyOf(living);
    }

    /** What the token stands for; null if for nothing. */
    @Nullable
    GateState state() {
        return living.get(hash);
    }
}
