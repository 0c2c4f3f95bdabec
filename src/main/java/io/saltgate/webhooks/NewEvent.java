package io.saltgate.webhooks;

import org.jspecify.annotations.Nullable;

/**
 * An event that is handed in.
 *
 * @param traceparent of the call that reported it (W3C Trace Context); null if it had none
 */
public record NewEvent(
        EventType type,
        DocumentId documentId,
        Payload payload,
        @Nullable String traceparent) {

    public NewEvent(EventType type, DocumentId documentId, Payload payload) {
        this(type, documentId, payload, null);
    }
}
