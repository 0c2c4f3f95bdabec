package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;

/** That a report was taken. It is the same whatever the token is. */
public record AcceptedReport(
        @Field(value = "Always true.", example = "true") boolean accepted) implements Data {}
