package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One request to an endpoint. */
public record AttemptData(
        @Field(value = "1 for the first.", example = "1") int number,

        @Field(value = "When it began.", example = "2026-01-31T12:00:01Z")
        Instant beganAt,

        @Field(value = "How long it took, in milliseconds.", example = "87")
        long millis,

        @Field(
                value = "What came of it, such as `succeeded`, `rejected` (another status than 2xx), `gone` (410),"
                        + " `timeout` or `connect.refused`.",
                example = "succeeded")
        String outcome,

        @Field(value = "The status that it was answered with; null without an answer.", example = "200") @Nullable
        Integer status) {}
