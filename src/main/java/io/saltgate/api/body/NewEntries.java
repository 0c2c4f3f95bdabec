package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import java.util.List;

/** Entries to add to a whitelist, all or none. */
public record NewEntries(
        @Field(value = "Objects, or addresses as texts.", maxItems = 10_000)
        List<EntryBody> entries) {}
