package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some accounts that are closed. */
public record ClosedAccountPage(
        @Field("Up to fifty accounts, those that were closed last first.")
        List<ClosedAccountData> accounts,

        @Field(
                value = "For the next call, as `cursor`; null at the end.",
                example = "01890a5d-ac96-774b-bcce-b302099a8057")
        @Nullable
        String nextCursor)
        implements Data {}
