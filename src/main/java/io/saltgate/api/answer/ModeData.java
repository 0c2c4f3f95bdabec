package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** The mode that a whitelist has now. */
public record ModeData(
        @Field(
                value = "The mode.",
                example = "enforced",
                oneOf = {"off", "reportOnly", "enforced"})
        String mode)
        implements Data {}
