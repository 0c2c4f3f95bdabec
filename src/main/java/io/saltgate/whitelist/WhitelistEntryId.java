package io.saltgate.whitelist;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of an entry: the account and the entry's own id. */
public class WhitelistEntryId implements Serializable {

    private @Nullable UUID accountId;
    private @Nullable UUID id;

    protected WhitelistEntryId() {}

    WhitelistEntryId(UUID accountId, UUID id) {
        this.accountId = accountId;
        this.id = id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WhitelistEntryId key
                && Objects.equals(accountId, key.accountId)
                && Objects.equals(id, key.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, id);
    }
}
