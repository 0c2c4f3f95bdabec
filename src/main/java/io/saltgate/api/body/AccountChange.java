package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import org.jspecify.annotations.Nullable;

/** What is to change of an account; what is not there stays. */
public record AccountChange(
        @Field(value = "Its name, one line.", example = "Example Inc", minLength = 1, maxLength = 100, neverNull = true)
        @Nullable
        String name,

        @Field(value = "Your own id of the account; null takes it away.", example = "customer-4712", maxLength = 255)
        @Nullable
        String externalId,

        @Field(value = "Whether calls are refused with `account.suspended`.", example = "true") @Nullable
        Boolean suspended,

        @Field(
                value = "Why it is suspended, one line; its team is shown it. Only a suspended account has a reason.",
                example = "Invoice 4711 is overdue",
                minLength = 1,
                maxLength = 200)
        @Nullable
        String suspensionReason) {}
