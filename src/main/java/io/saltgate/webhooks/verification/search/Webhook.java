package io.saltgate.webhooks.verification.search;

import java.util.Optional;

/**
 * What is known of the webhook that a value was computed of.
 *
 * @param id of the delivery, as in its headers
 * @param timestamp as in its headers
 * @param body as pasted, with line ends as they are
 * @param sent the body as it was sent, where that is known
 * @param eventId as the body has it
 * @param mac the right one, where the document is known
 */
public record Webhook(
        Optional<String> id,
        Optional<String> timestamp,
        String body,
        Optional<String> sent,
        Optional<String> documentId,
        Optional<String> eventId,
        Optional<String> mac) {}
