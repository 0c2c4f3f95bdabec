package io.saltgate.team;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of a member: one person in one account. A class and not a record, which Persistence 3.1 does not take. */
public class MemberId implements Serializable {

    private @Nullable UUID accountId;
    private @Nullable UUID userId;

    protected MemberId() {}

    MemberId(UUID accountId, UUID userId) {
        this.accountId = accountId;
        this.userId = userId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MemberId id
                && Objects.equals(accountId, id.accountId)
                && Objects.equals(userId, id.userId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, userId);
    }
}
