package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.util.List;

/** How a whitelist judges an address. */
public record AddressCheck(
        @Field(value = "The address, as it is read.", example = "10.1.2.3")
        String address,

        @Field(
                value = "The list's mode.",
                example = "enforced",
                oneOf = {"off", "reportOnly", "enforced"})
        String mode,

        @Field(value = "Whether it is on the list.", example = "true")
        boolean listed,

        @Field(value = "The ranges through which it is.", example = "[\"10.0.0.0/8\"]")
        List<String> through,

        @Field(value = "Whether a call from it passes the list.", example = "true")
        boolean passes)
        implements Data {}
