package io.saltgate.api.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.saltgate.api.schema.Field;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delivery: one event on its way to one endpoint. */
public record DeliveryData(
        @Field(
                value = "Its id, which its webhooks carry as `webhook-id`.",
                example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id,

        @Field(value = "The endpoint's id.", example = "01890a5d-ac96-774b-bcce-b302099a8058")
        String webhook,

        @Field(value = "The event's id.", example = "01890a5d-ac96-774b-bcce-b302099a8059")
        String eventId,

        @Field(value = "The event's type.", example = "document.completed")
        String type,

        @Field(value = "The document that the event is about.", example = "01HN8Z2K7M9P4Q5R6S7T8U9V0")
        String documentId,

        @Field(
                value = "Why it was created.",
                example = "event",
                oneOf = {"event", "test", "replay"})
        String cause,

        @Field(
                value = "How it is.",
                example = "succeeded",
                oneOf = {"pending", "succeeded", "failed", "cancelled"})
        String state,

        @Field(value = "The number of attempts so far.", example = "1")
        int attempts,

        @Field(value = "When the next attempt is due; null if none is.", example = "2026-01-31T12:00:05Z") @Nullable
        Instant nextAttemptAt,

        @Field(value = "When it was created.", example = "2026-01-31T12:00:00Z")
        Instant createdAt,

        @Field(value = "The attempts, in the answer about one delivery alone.", sometimes = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<AttemptData> made)
        implements Data {

    public DeliveryData with(List<AttemptData> attemptsMade) {
        return new DeliveryData(
                id, webhook, eventId, type, documentId, cause, state, attempts, nextAttemptAt, createdAt, attemptsMade);
    }
}
