package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whitelist that is to be in place of the present one. */
public record WholeWhitelist(
        @Field(value = "All entries that the list is to have: objects, or addresses as texts.", maxItems = 10_000)
        List<EntryBody> entries,

        @Field(value = "Whether to replace an enforced list even if that stops every call.", example = "false")
        @Nullable
        Boolean force) {}
