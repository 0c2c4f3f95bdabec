package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some callers of an account's API. */
public record CallerPage(
        @Field("Up to 500 lines, one for each day, token and address; the latest day first.")
        List<Line> callers,

        @Field(value = "For the next call, as `cursor`; null at the end.", example = "MjAyNi0wMS0zMQ") @Nullable
        String nextCursor)
        implements Data {

    /** A token from an address on a day. */
    public record Line(
            @Field(value = "The day, in UTC.", example = "2026-01-31")
            String day,

            @Field(value = "The token's id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
            String tokenId,

            @Field(
                    value = "The address that the calls came from; `-` if it can't be determined, `others` for"
                            + " those beyond what is kept apart.",
                    example = "203.0.113.7")
            String address,

            @Field(value = "When the first of them came.", example = "2026-01-31T00:01:02Z")
            Instant firstSeenAt,

            @Field(value = "When the last of them came.", example = "2026-01-31T12:00:00Z")
            Instant lastSeenAt,

            @Field(value = "Calls that were allowed.", example = "1204")
            long allowed,

            @Field(value = "Those of them that the whitelist would have refused.", example = "3")
            long wouldRefuse,

            @Field(value = "Calls that were refused.", example = "7")
            long refused) {}
}
