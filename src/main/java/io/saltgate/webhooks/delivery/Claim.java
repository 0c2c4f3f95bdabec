package io.saltgate.webhooks.delivery;

import io.saltgate.apiaccess.SealedSalt;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.endpoints.EndpointKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that this node is to attempt now, with all that it takes: nothing of the database is held meanwhile.
 *
 * @param id what this claim is known by; whoever claims later has another
 * @param attempt its number, from 1
 * @param salt of this moment
 * @param traceparent of the call that reported the event; null if it had none
 */
record Claim(
        UUID id,
        Target target,
        UUID delivery,
        int attempt,
        Payload.Facts facts,
        Payload payload,
        SealedSalt salt,
        @Nullable String traceparent) {

    /**
     * Where it goes, as it was when it was claimed.
     *
     * @param exceptions private targets that the account may reach
     */
    record Target(
            EndpointKey key,
            int generation,
            String url,
            boolean signMac,
            List<SealedHeader> headers,
            List<String> exceptions) {}

    /** A header of the endpoint's. */
    record SealedHeader(String name, String sealed) {}

    /**
     * What came of it.
     *
     * @param status 0 if there was no answer
     */
    record Report(
            Instant beganAt,
            long millis,
            Attempt.Outcome outcome,
            int status,
            String detail,
            Sent sent,
            Answer answer,
            Optional<String> retryAfter) {

        /** Of an attempt that broke off by a fault of ours. */
        static Report internal(Instant beganAt) {
            return new Report(beganAt, 0, Attempt.Outcome.INTERNAL, 0, "", Sent.NOTHING, Answer.NONE, Optional.empty());
        }
    }

    /**
     * What was sent, without its secrets.
     *
     * @param to the address; empty if none was connected to
     * @param macStart the first characters; empty if there was no {@code mac}
     * @param body null if it didn't come to one
     */
    record Sent(
            String to,
            String head,
            String macStart,
            @Nullable SentBody body) {
        static final Sent NOTHING = new Sent("", "", "", null);
    }

    /**
     * What an integrator compares with what arrived.
     *
     * @param sha256 of the body, in hex
     * @param bytes of the body
     * @param signedBytes of what the signature is over: id, timestamp and body
     */
    record SentBody(String sha256, int bytes, int signedBytes) {}

    /**
     * What is kept of an answer.
     *
     * @param body its beginning, if it is text
     * @param form null if there was no answer
     * @param label the coding or media type of what is no text
     * @param bytes of the whole body; null if that isn't known
     * @param cut whether {@code body} is not all of it
     */
    record Answer(
            String head,
            String body,
            AnswerBody.@Nullable Form form,
            String label,
            @Nullable Long bytes,
            boolean cut) {
        static final Answer NONE = new Answer("", "", null, "", null, false);
    }
}
