package io.saltgate.team;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of an invitation: the account and the invitation's own id. */
public class InvitationId implements Serializable {

    private @Nullable UUID accountId;
    private @Nullable UUID id;

    protected InvitationId() {}

    InvitationId(UUID accountId, UUID id) {
        this.accountId = accountId;
        this.id = id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InvitationId key
                && Objects.equals(accountId, key.accountId)
                && Objects.equals(id, key.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, id);
    }
}
