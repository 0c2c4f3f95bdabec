package io.saltgate.api.body;

import io.saltgate.api.schema.Field;

/** The mode that a whitelist is to have. */
public record NewMode(
        @Field(
                value = "`off` allows every address, `reportOnly` allows and flags those that aren't listed, `enforced`"
                        + " refuses them.",
                example = "enforced",
                oneOf = {"off", "reportOnly", "enforced"})
        String mode) {}
