package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** The secrets of an API that was enabled. Its text has neither. */
public record IssuedSecrets(
        @Field(value = "What callers send as `X-Auth-Token`.", example = "sg_0123456789abcdefghijABCDEFGHIJ")
        String authToken,

        @Field(value = "What receivers check webhooks with.", example = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")
        String privateSalt)
        implements Data {

    @Override
    public String toString() {
        return "secrets";
    }
}
