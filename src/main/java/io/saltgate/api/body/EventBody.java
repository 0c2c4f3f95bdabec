package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import tools.jackson.databind.node.ObjectNode;

/** An event to send to an account's endpoints. */
public record EventBody(
        @Field(
                value = "Its type: letters, digits, hyphens and underscores, with dots between words.",
                example = "document.completed",
                maxLength = 100)
        String type,

        @Field(
                value = "The document that it is about.",
                example = "01HN8Z2K7M9P4Q5R6S7T8U9V0",
                minLength = 1,
                maxLength = 255)
        String documentId,

        @Field(
                value = "What receivers get, byte for byte: up to 256 KiB, without the members `type`, `eventId`,"
                        + " `occurredAt`, `documentId` and `mac`.",
                example = "{\"pages\":3}")
        ObjectNode payload) {}
