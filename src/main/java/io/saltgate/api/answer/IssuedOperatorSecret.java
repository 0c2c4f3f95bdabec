package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** A new secret of operator events. Its text doesn't have it. */
public record IssuedOperatorSecret(
        @Field(
                value = "The secret that events are signed with.",
                example = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")
        String secret)
        implements Data {

    @Override
    public String toString() {
        return "operator secret";
    }
}
