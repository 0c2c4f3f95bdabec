package io.saltgate.api.body;

import io.saltgate.api.schema.Field;

/** The role that a member is to have. */
public record NewRole(
        @Field(
                value = "The role.",
                example = "admin",
                oneOf = {"owner", "admin", "developer", "auditor"})
        String role) {}
