package io.saltgate.usage;

import inet.ipaddr.IPAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of one token, for the cache that holds the token. It remembers the counter of the last caller, so
 * that the next call from the same address needs no look-up.
 */
public final class TokenCalls {

    private final UUID account;
    private final UUID token;
    private volatile Batch.@Nullable Tally last;

    public TokenCalls(UUID account, UUID token) {
        this.account = account;
        this.token = token;
    }

    /** Finds the tally to count a call in. */
    Batch.Tally tally(Batch batch, @Nullable IPAddress address) {
        Batch.Tally present = last;
        if (present == null || !present.isOf(batch, address)) {
            present = batch.tally(account, token, address);
            last = present;
        }
        return present;
    }
}
