package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import org.jspecify.annotations.Nullable;

/** An account to create. */
public record NewAccount(
        @Field(value = "Its name, one line.", example = "Example Ltd", minLength = 1, maxLength = 100)
        String name,

        @Field(
                value = "Its short name in addresses: lower-case letters, digits and inner hyphens. It never changes"
                        + " and is never given out again. Without it, the name suggests one.",
                example = "example",
                maxLength = 40)
        @Nullable
        String slug,

        @Field(
                value = "Your own id of the account, visible ASCII characters, one account's alone. Gateways get it as"
                        + " `X-External-Id`.",
                example = "customer-4711",
                maxLength = 255)
        @Nullable
        String externalId,

        @Field(value = "The email address of the person to invite as the owner.", example = "owner@example.org")
        @Nullable
        String ownerEmail) {}
