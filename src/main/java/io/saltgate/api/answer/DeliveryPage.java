package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some deliveries, newest first. */
public record DeliveryPage(
        @Field("Up to 25 deliveries.") List<DeliveryData> deliveries,

        @Field(
                value = "For the next call, as `cursor`; null at the end.",
                example = "01890a5d-ac96-774b-bcce-b302099a8057")
        @Nullable
        String nextCursor)
        implements Data {}
