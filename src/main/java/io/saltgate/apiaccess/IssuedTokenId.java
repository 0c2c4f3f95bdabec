package io.saltgate.apiaccess;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of an issued token: the account and the token's own id. */
public class IssuedTokenId implements Serializable {

    private @Nullable UUID accountId;
    private @Nullable UUID id;

    protected IssuedTokenId() {}

    IssuedTokenId(UUID accountId, UUID id) {
        this.accountId = accountId;
        this.id = id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IssuedTokenId key
                && Objects.equals(accountId, key.accountId)
                && Objects.equals(id, key.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, id);
    }
}
