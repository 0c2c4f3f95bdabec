package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import io.saltgate.whitelist.WhitelistEntry;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An account's whitelist. */
public record WhitelistData(
        @Field(
                value = "Whether the list is asked.",
                example = "enforced",
                oneOf = {"off", "reportOnly", "enforced"})
        String mode,

        @Field("Its entries, in the order of their ranges.") List<Entry> entries)
        implements Data {

    /** An entry. */
    public record Entry(
            @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
            String id,

            @Field(value = "The address or range.", example = "10.0.0.0/8")
            String address,

            @Field(value = "What it is.", example = "office") @Nullable
            String label,

            @Field(value = "When it ends; null for never.", example = "2098-01-31T12:00:00Z") @Nullable
            Instant expiresAt,

            @Field(value = "When it was added.", example = "2026-01-31T12:00:00Z")
            Instant createdAt) {

        public static Entry of(WhitelistEntry entry) {
            return new Entry(
                    entry.id().toString(),
                    entry.range().toString(),
                    entry.label(),
                    entry.expiresAt(),
                    entry.createdAt());
        }
    }
}
