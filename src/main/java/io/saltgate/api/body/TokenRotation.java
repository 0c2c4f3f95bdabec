package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import org.jspecify.annotations.Nullable;

/** How a token is to be replaced. */
public record TokenRotation(
        @Field(
                value = "For how long the current token works beside the new one: an ISO 8601 duration up to `P30D`."
                        + " Without it, not at all.",
                example = "P7D")
        @Nullable
        String keepOldFor,

        @Field(
                value = "The id of the token to replace, as `X-Token-Id` said it. If another one is the current one by"
                        + " now, the call is refused.",
                example = "01890a5d-ac96-774b-bcce-b302099a8057")
        @Nullable
        String replaces) {}
