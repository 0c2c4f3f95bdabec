package io.saltgate.api.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.saltgate.accounts.Account;
import io.saltgate.api.schema.Field;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account. Its text has no link in it. */
public record AccountData(
        @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id,

        @Field(value = "Its short name in addresses.", example = "example")
        String slug,

        @Field(value = "Its name.", example = "Example Ltd") String name,

        @Field(value = "Your own id of it.", example = "customer-4711") @Nullable
        String externalId,

        @Field(value = "Whether its calls are refused with `account.suspended`.", example = "false")
        boolean suspended,

        @Field(value = "Why it is suspended, as its team is shown; null for no reason.", example = "Invoice 4711")
        @Nullable
        String suspensionReason,

        @Field(value = "When it was created.", example = "2026-01-31T12:00:00Z")
        Instant createdAt,

        @Field(
                value = "The link with which the owner joins: works once, for seven days, and is given only here."
                        + " Only in the answer to a call that invites one.",
                example = "https://saltgate.example.org/invitation/4f9c2e",
                sometimes = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String invitationLink)
        implements Data {

    public static AccountData of(Account account) {
        return invited(account, null);
    }

    public static AccountData invited(Account account, @Nullable String link) {
        return new AccountData(
                account.id().toString(),
                account.slug(),
                account.name(),
                account.externalId(),
                account.isSuspended(),
                account.suspensionReason(),
                account.createdAt(),
                link);
    }

    @Override
    public String toString() {
        return "account " + slug;
    }
}
