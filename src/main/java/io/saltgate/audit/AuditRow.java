package io.saltgate.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the hash of an entry covers: its place, all that it says, the key, and the hash before it. Anything may be
 * missing in a row that somebody has changed.
 */
record AuditRow(
        UUID chain,
        long seq,
        @Nullable UUID account,
        @Nullable Instant happenedAt,
        @Nullable String code,
        @Nullable String actorKind,
        @Nullable UUID actorId,
        @Nullable String actorAddress,
        @Nullable String subject,
        @Nullable String parameters,
        String keyId,
        String previousHash) {

    /** The same at another place of the chain. */
    AuditRow at(long otherSeq) {
        return new AuditRow(
                chain,
                otherSeq,
                account,
                happenedAt,
                code,
                actorKind,
                actorId,
                actorAddress,
                subject,
                parameters,
                keyId,
                previousHash);
    }
}
