package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import org.jspecify.annotations.Nullable;

/** Whom a token belongs to, and where the call was seen from. */
public record WhoAmI(
        @Field("The token's account.") Owner account,

        @Field(value = "The token's id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String tokenId,

        @Field(value = "The address that the call is judged to come from.", example = "203.0.113.7")
        String address)
        implements Data {

    /** The account of a token. */
    public record Owner(
            @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8058")
            String id,

            @Field(value = "Its short name in addresses.", example = "example")
            String slug,

            @Field(value = "The operator's own id of it.", example = "customer-4711") @Nullable
            String externalId) {}
}
