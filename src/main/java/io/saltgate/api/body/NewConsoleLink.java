package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import org.jspecify.annotations.Nullable;

/** A person to lead into an account. */
public record NewConsoleLink(
        @Field(value = "Your customer's email address, as you know it.", example = "alex@example.org")
        String email,

        @Field(
                value = "Their name, one line. Without it, the one from before, or the address up to its `@`.",
                example = "Alex Doe",
                minLength = 1,
                maxLength = 100)
        @Nullable
        String name,

        @Field(
                value = "Their role in the account.",
                example = "admin",
                oneOf = {"owner", "admin", "developer", "auditor"})
        String role,

        @Field(
                value = "The page of your product to lead back to, and to come back from with a new link. Its origin is"
                        + " one of `saltgate.return.origins`.",
                example = "https://app.example.com/settings",
                maxLength = 2000)
        @Nullable
        String returnUrl,

        @Field(
                value = "The colours to show: without it, those that the browser prefers.",
                example = "auto",
                oneOf = {"light", "dark", "auto"})
        @Nullable
        String theme) {}
