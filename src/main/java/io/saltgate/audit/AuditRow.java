package io.saltgate.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says and what proves it. Its hash covers its place, the key, the hash before it and all that it says:
 * address, subject and parameters through a salted digest, so that personal data can be erased from them. Anything may
 * be missing in a row that was changed by hand.
 *
 * @param salt of the digest; null once personal data was erased, so that nobody can guess it from the digest
 * @param digest see {@link AuditSeals#digest}
 * @param erased see {@link AuditSeals#erased}; null while the salt is there
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
        @Nullable String salt,
        String digest,
        @Nullable String erased,
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
                salt,
                digest,
                erased,
                keyId,
                previousHash);
    }
}
