package io.saltgate.api.body;

import io.saltgate.api.schema.Field;

/** An address to ask about. */
public record AddressToCheck(
        @Field(value = "An IPv4 or IPv6 address.", example = "10.1.2.3")
        String address) {}
