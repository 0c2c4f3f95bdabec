package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import io.saltgate.operatorevents.OperatorEvents;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where operator events are sent, and how it goes. Its text has no secret. */
public record OperatorEventsData(
        @Field(
                value = "Where they are sent; null while none are.",
                example = "https://backend.example.com/saltgate-events")
        @Nullable
        String url,

        @Field(value = "The types that are sent; an empty list: all.", example = "[\"api.*\",\"token.regenerated\"]")
        List<String> types,

        @Field(value = "Events that are still to be sent, counted up to 10,000.", example = "0")
        long waiting,

        @Field(
                value = "Since when every attempt has failed; null if the last one succeeded.",
                example = "2026-01-29T12:00:00Z")
        @Nullable
        Instant failingSince,

        @Field(
                value = "Why the last attempt failed: `status.` and the answer's status, or what kept it from an"
                        + " answer. Null if it succeeded.",
                example = "status.503")
        @Nullable
        String lastFailure,

        @Field(value = "Events that were given up after their last attempt.", example = "0")
        long givenUp,

        @Field(
                value = "The secret that events are signed with. Only in the answer to the call that sets an endpoint"
                        + " where there was none.",
                example = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")
        @Nullable
        String secret)
        implements Data {

    /** @param secret null in all answers but the first */
    public static OperatorEventsData of(OperatorEvents.Status status, @Nullable String secret) {
        var endpoint = status.endpoint();
        return new OperatorEventsData(
                endpoint.findUrl().orElse(null),
                endpoint.types().names(),
                status.waiting(),
                endpoint.failingSince(),
                endpoint.lastFailure(),
                endpoint.givenUp(),
                secret);
    }

    @Override
    public String toString() {
        return "operator events";
    }
}
