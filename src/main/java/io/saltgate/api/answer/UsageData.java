package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often an account's API was called in the last 30 days. */
public record UsageData(
        @Field(value = "Calls that were allowed.", example = "1204")
        long allowed,

        @Field(value = "Those of them that the whitelist would have refused.", example = "3")
        long wouldRefuse,

        @Field(value = "Calls that were refused.", example = "7")
        long refused,

        @Field(value = "When the last call came; null if there is none.", example = "2026-01-31T12:00:00Z") @Nullable
        Instant lastCallAt,

        @Field("Each of the 30 days, today last.") List<Day> days)
        implements Data {

    /** A day, in UTC. */
    public record Day(
            @Field(value = "The day.", example = "2026-01-31")
            String day,

            @Field(value = "Calls that were allowed.", example = "1204")
            long allowed,

            @Field(value = "Those of them that the whitelist would have refused.", example = "3")
            long wouldRefuse,

            @Field(value = "Calls that were refused.", example = "7")
            long refused,

            @Field(
                    value = "How many were refused for which reason, by its code.",
                    example = "{\"address.not.whitelisted\":5,\"api.paused\":2}")
            Map<String, Long> reasons) {}
}
