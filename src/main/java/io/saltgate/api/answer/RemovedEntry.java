package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import org.jspecify.annotations.Nullable;

/** An entry that was removed. */
public record RemovedEntry(
        @Field(value = "The address or range.", example = "10.1.0.0/16")
        String address,

        @Field(value = "A wider range through which it may still call; null if there is none.", example = "10.0.0.0/8")
        @Nullable
        String remainsThrough)
        implements Data {}
