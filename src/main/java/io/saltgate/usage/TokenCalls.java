package io.saltgate.usage;

import inet.ipaddr.IPAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one token, for whoever remembers the token. It keeps where the last one was counted, so that the next one from
 * the same address needs no look-up.
 */
public final class TokenCalls {

    private final UUID account;
    private final UUID token;
    private volatile Batch.@Nullable Tally last;

    public TokenCalls(UUID account, UUID token) {
        this.account = account;
        this.token = token;
    }

    /** Where to count a call. */
    Batch.Tally tally(Batch batch, @Nullable IPAddress address) {
        Batch.Tally present = last;
        if (present == null || !present.isOf(batch, address)) {
            present = batch.tally(account, token, address);
            last = present;
        }
        return present;
    }
}
