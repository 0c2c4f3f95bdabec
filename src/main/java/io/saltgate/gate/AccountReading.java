package io.saltgate.gate;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database said of a token's account in one statement, and its own time when it said so.
 *
 * @param hash by which the token was looked for, and found if it was
 * @param accountId whose token it is, or was within the last 90 days; null if it is nobody's
 * @param living by the hash of each token of the account that lives, one or two; none while the API is off
 * @param databaseTime of the statement
 */
record AccountReading(String hash, @Nullable UUID accountId, Map<String, GateState> living, Instant databaseTime) {

    AccountReading {
        living = Map.copyOf(living);
    }

    /** What the token stands for; null if for nothing. */
    @Nullable
    GateState state() {
        return living.get(hash);
    }
}
