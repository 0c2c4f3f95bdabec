package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import org.jspecify.annotations.Nullable;

/** An account to create, or to change if there is one with this id. */
public record AccountLine(
        @Field(
                value = "Your own id of the account, visible ASCII characters.",
                example = "customer-4711",
                minLength = 1,
                maxLength = 255)
        String externalId,

        @Field(
                value = "The name that it is to have, one line.",
                example = "Example Ltd",
                minLength = 1,
                maxLength = 100)
        String name,

        @Field(
                value = "The email address of the person to invite as the owner, if nobody owns the account or is"
                        + " invited to.",
                example = "owner@example.org")
        @Nullable
        String ownerEmail,

        @Field(
                value = "Whether calls are refused with `account.suspended`. Without it, that stays; a new account"
                        + " isn't suspended.",
                example = "false")
        @Nullable
        Boolean suspended) {}
