package io.saltgate.apiaccess;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of a retired token: the account and the token's own id. */
public class RetiredTokenId implements Serializable {

    private @Nullable UUID accountId;
    private @Nullable UUID tokenId;

    protected RetiredTokenId() {}

    RetiredTokenId(UUID accountId, UUID tokenId) {
        this.accountId = accountId;
        this.tokenId = tokenId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RetiredTokenId key
                && Objects.equals(accountId, key.accountId)
                && Objects.equals(tokenId, key.tokenId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, tokenId);
    }
}
