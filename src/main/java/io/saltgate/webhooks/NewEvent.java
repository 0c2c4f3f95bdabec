package io.saltgate.webhooks;

/** An event that is handed in. */
public record NewEvent(EventType type, DocumentId documentId, Payload payload) {}
