package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import org.jspecify.annotations.Nullable;

/** A token that was found where it shouldn't be. Its text has no token in it. */
public record TokenReport(
        @Field(value = "The token, as it was found.", example = "sg_found")
        String token,

        @Field(
                value = "Where it was found, one line.",
                example = "https://example.com/a-public-repository",
                maxLength = 200)
        @Nullable
        String source) {

    @Override
    public String toString() {
        return "report of a token";
    }
}
