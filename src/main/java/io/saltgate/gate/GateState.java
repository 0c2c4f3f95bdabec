package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that the gate needs to know of a living token and its account. Instants are judged at each decision, since the end
 * of an overlap or of an entry is no change that anybody commits.
 *
 * @param externalId the operator's own id of the account
 * @param tokenExpiresAt the end of an overlap; null for the current token
 */
public record GateState(
        UUID accountId,
        String slug,
        @Nullable String externalId,
        boolean suspended,
        boolean paused,
        UUID tokenId,
        @Nullable Instant tokenExpiresAt,
        Whitelist.Mode whitelistMode,
        List<Entry> entries) {

    /**
     * One entry of the whitelist.
     *
     * @param expiresAt null if it doesn't
     */
    public record Entry(IpRange range, @Nullable Instant expiresAt) {}

    boolean isWhitelisted(IPAddress address, Instant now) {
        for (Entry entry : entries) {
            if (!isOver(entry.expiresAt(), now) && entry.range().contains(address)) {
                return true;
            }
        }
        return false;
    }

    boolean isTokenExpired(Instant now) {
        return isOver(tokenExpiresAt, now);
    }

    private static boolean isOver(@Nullable Instant end, Instant now) {
        return end != null && !now.isBefore(end);
    }
}
