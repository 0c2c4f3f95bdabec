package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import io.saltgate.api.schema.TextForm;
import org.jspecify.annotations.Nullable;

/** A whitelist entry. */
@TextForm("address")
public record EntryBody(
        @Field(value = "An IPv4 or IPv6 address, or a range in prefix form.", example = "2001:db8::1")
        String address,

        @Field(value = "What it is, one line.", example = "office", maxLength = 100) @Nullable
        String label,

        @Field(value = "When it ends, in UTC: a time to come.", example = "2098-01-31T12:00:00Z") @Nullable
        String expiresAt) {}
