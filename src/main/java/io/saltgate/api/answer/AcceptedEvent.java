package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** An event that was stored and is being sent. */
public record AcceptedEvent(
        @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id,

        @Field(value = "The same id, as deliveries call it.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String eventId)
        implements Data {}
