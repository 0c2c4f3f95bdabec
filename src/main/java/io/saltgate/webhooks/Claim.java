package io.saltgate.webhooks;

import io.saltgate.apiaccess.SealedSalt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A delivery that this node is to attempt now, with all that it takes: nothing of the database is held meanwhile.
 *
 * @param id what this claim is known by; whoever claims later has another
 * @param attempt its number, from 1
 * @param salt of this moment
 */
record Claim(
        UUID id, Target target, UUID delivery, int attempt, Payload.Facts facts, Payload payload, SealedSalt salt) {

    /** Whose endpoint. */
    record Key(UUID account, UUID endpoint) {}

    /**
     * Where it goes, as it was when it was claimed.
     *
     * @param exceptions private targets that the account may reach
     */
    record Target(
            Key key,
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
            String sentTo,
            String sentHead,
            String macStart,
            String answerHead,
            String answerBody,
            Optional<String> retryAfter) {

        /** Of an attempt that broke off by a fault of ours. */
        static Report internal(Instant beganAt) {
            return new Report(beganAt, 0, Attempt.Outcome.INTERNAL, 0, "", "", "", "", "", "", Optional.empty());
        }
    }
}
