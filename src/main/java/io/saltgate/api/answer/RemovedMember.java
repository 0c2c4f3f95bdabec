package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** A member that was removed, or an invitation that was withdrawn. */
public record RemovedMember(
        @Field(value = "The id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id) implements Data {}
