package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** An endpoint that was removed. */
public record RemovedWebhook(
        @Field(value = "The id that it had.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id) implements Data {}
