package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** The delivery that repeats another. */
public record ReplayedDelivery(
        @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id) implements Data {}
