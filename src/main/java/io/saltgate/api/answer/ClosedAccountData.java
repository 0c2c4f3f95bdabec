package io.saltgate.api.answer;

import io.saltgate.accounts.Account;
import io.saltgate.api.schema.Field;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account that is closed. */
public record ClosedAccountData(
        @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id,

        @Field(value = "Its short name in addresses.", example = "example")
        String slug,

        @Field(value = "Its name.", example = "Example Ltd") String name,

        @Field(value = "Your own id of it.", example = "customer-4711") @Nullable
        String externalId,

        @Field(value = "Whether it is suspended, and will be once it is reopened.", example = "false")
        boolean suspended,

        @Field(value = "When it was created.", example = "2026-01-31T12:00:00Z")
        Instant createdAt,

        @Field(value = "When it was closed.", example = "2026-02-28T12:00:00Z") @Nullable
        Instant closedAt,

        @Field(value = "Until when it can be reopened.", example = "2026-03-30T12:00:00Z") @Nullable
        Instant reopenableUntil)
        implements Data {

    public static ClosedAccountData of(Account account) {
        return new ClosedAccountData(
                account.id().toString(),
                account.slug(),
                account.name(),
                account.externalId(),
                account.isSuspended(),
                account.createdAt(),
                account.closedAt(),
                account.purgeAt());
    }
}
