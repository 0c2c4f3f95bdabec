package io.saltgate.api.body;

import io.saltgate.api.schema.Field;

/** A person to invite to an account. */
public record NewMember(
        @Field(value = "The person's email address.", example = "dev@example.org")
        String email,

        @Field(
                value = "The role to give.",
                example = "developer",
                oneOf = {"owner", "admin", "developer", "auditor"})
        String role) {}
