package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** The token that replaced another. Its text has it not. */
public record IssuedToken(
        @Field(value = "What callers send as `X-Auth-Token`.", example = "sg_0123456789abcdefghijABCDEFGHIJ")
        String authToken)
        implements Data {

    @Override
    public String toString() {
        return "token";
    }
}
