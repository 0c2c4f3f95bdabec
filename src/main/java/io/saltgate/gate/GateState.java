package io.saltgate.gate;

import io.saltgate.usage.TokenCalls;
import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.Whitelist;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of a valid token and its account, as far as decisions need it. Instants are compared at each decision,
 * since the end of an overlap or entry is not a change that anyone commits.
 *
 * @param externalId the operator's own id of the account
 * @param tokenExpiresAt the end of an overlap; null for the current token
 * @param listed empty, whatever is listed, while the list is off
 * @param calls where the token's calls are counted
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
        AddressMatcher listed,
        TokenCalls calls) {

    GateState(
            UUID accountId,
            String slug,
            @Nullable String externalId,
            boolean suspended,
            boolean paused,
            UUID tokenId,
            @Nullable Instant tokenExpiresAt,
            Whitelist.Mode whitelistMode,
            AddressMatcher listed) {
        this(
                accountId,
                slug,
                externalId,
                suspended,
                paused,
                tokenId,
                tokenExpiresAt,
                whitelistMode,
                listed,
                new TokenCalls(accountId, tokenId));
    }

    boolean isTokenExpired(Instant now) {
        return tokenExpiresAt != null && !now.isBefore(tokenExpiresAt);
    }
}
