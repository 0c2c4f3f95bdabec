package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some accounts. */
public record AccountPage(
        @Field("Up to fifty accounts.") List<AccountData> accounts,

        @Field(value = "For the next call, as `cursor`; null at the end.", example = "ZXhhbXBsZQ") @Nullable
        String nextCursor)
        implements Data {}
