package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What replacing a whitelist did, or would do. */
public record ReplacedWhitelist(
        @Field(value = "Whether this was a dry run or was refused, so that no changes were made.", example = "true")
        boolean dryRun,

        @Field(
                value = "The list's mode.",
                example = "enforced",
                oneOf = {"off", "reportOnly", "enforced"})
        String mode,

        @Field("Entries that come.") List<Entry> added,

        @Field("Entries that get another label or end.") List<Changed> changed,

        @Field("Entries that go.") List<Entry> removed,

        @Field(value = "How many entries stay as they are.", example = "3")
        int unchanged,

        @Field("Callers of the last 7 days that may call now and aren't on the new list, most calls first; a hundred at"
                + " most. While the list isn't enforced, those that enforcing it would shut out.")
        List<ShutOut> shutOut,

        @Field(value = "How many they are in all.", example = "1")
        int shutOutAddresses,

        @Field(value = "The number of their calls.", example = "12408")
        long shutOutCalls,

        @Field(
                value = "Whether the new list has none of the callers, or is empty and the current one isn't.",
                example = "false")
        boolean shutsOutAll)
        implements Data {

    /** An entry that comes or goes. */
    public record Entry(
            @Field(value = "The address or range.", example = "192.0.2.0/24")
            String address,

            @Field(value = "What it is.", example = "vendor") @Nullable
            String label,

            @Field(value = "When it ends; null for never.", example = "2098-01-31T12:00:00Z") @Nullable
            Instant expiresAt) {}

    /** An entry that stays, as it is afterwards. */
    public record Changed(
            @Field(value = "The address or range.", example = "10.1.0.0/16")
            String address,

            @Field(value = "What it is.", example = "office") @Nullable
            String label,

            @Field(value = "When it ends; null for never.", example = "2098-01-31T12:00:00Z") @Nullable
            Instant expiresAt,

            @Field("What it was.") Before before) {}

    /** What an entry was. */
    public record Before(
            @Field(value = "The former label.", example = "old office") @Nullable
            String label,

            @Field(value = "The former end; null for never.", example = "2097-01-31T12:00:00Z") @Nullable
            Instant expiresAt) {}

    /** A caller that the list refuses. */
    public record ShutOut(
            @Field(
                    value = "The address: `-` if it can't be determined, `others` for those beyond what is kept apart.",
                    example = "203.0.113.7")
            String address,

            @Field(value = "The number of its calls.", example = "12408")
            long calls,

            @Field(value = "When it last called.", example = "2026-01-31T12:00:00Z")
            Instant lastSeenAt) {}
}
