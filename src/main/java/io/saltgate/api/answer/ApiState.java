package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** How an account's API is after the call. */
public record ApiState(
        @Field(
                value = "How the API is now.",
                example = "paused",
                oneOf = {"off", "on", "paused"})
        String state)
        implements Data {}
