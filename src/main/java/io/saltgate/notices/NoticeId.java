package io.saltgate.notices;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of a notice. A class and not a record, which Persistence 3.1 does not take. */
public class NoticeId implements Serializable {

    private @Nullable UUID accountId;
    private @Nullable UUID userId;
    private @Nullable String code;

    protected NoticeId() {}

    NoticeId(UUID accountId, UUID userId, String code) {
        this.accountId = accountId;
        this.userId = userId;
        this.code = code;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NoticeId id
                && Objects.equals(accountId, id.accountId)
                && Objects.equals(userId, id.userId)
                && Objects.equals(code, id.code);
    }

    @Override
    public int hashCode() {
        return Objects.hash(accountId, userId, code);
    }
}
