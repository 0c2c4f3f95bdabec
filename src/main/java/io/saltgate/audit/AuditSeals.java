package io.saltgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keyed hashes of the trail (HMAC-SHA-256 under a key of the ring): who can write SQL but has no key ring can make
 * none. Hashes of entries and seals of chains' ends are told apart by their first field.
 */
final class AuditSeals {

    private static final String PURPOSE = "audit";

    private final KeyRing ring;

    AuditSeals(KeyRing ring) {
        this.ring = ring;
    }

    /** The id of the key for what is written now. */
    String currentKey() {
        return ring.current().id();
    }

    boolean hasKey(String keyId) {
        return ring.find(keyId).isPresent();
    }

    /** @throws IllegalArgumentException if the ring has no such key */
    String hash(AuditRow row) {
        return mac(
                row.keyId(),
                "entry",
                row.keyId(),
                row.chain(),
                row.seq(),
                row.account(),
                row.happenedAt(),
                row.code(),
                row.actorKind(),
                row.actorId(),
                row.digest(),
                row.previousHash());
    }

    /** Whether a row is as it was written, or as it was left when personal data was erased from it. */
    boolean isHash(String hash, AuditRow row) {
        return hasKey(row.keyId()) && Hashes.sameText(hash, hash(row)) && isDetail(row);
    }

    private boolean isDetail(AuditRow row) {
        if (row.salt() != null) {
            return row.erased() == null && Hashes.sameText(row.digest(), digest(row));
        }
        return row.erased() != null && row.actorAddress() == null && Hashes.sameText(row.erased(), erased(row));
    }

    /** The digest of what can hold personal data: without the salt it can't be guessed. */
    String digest(AuditRow row) {
        return mac(row.keyId(), "detail", row.keyId(), row.salt(), row.actorAddress(), row.subject(), row.parameters());
    }

    /** Vouches for what was left of subject and parameters when the rest was erased. */
    String erased(AuditRow row) {
        return mac(row.keyId(), "erased", row.keyId(), row.digest(), row.subject(), row.parameters());
    }

    /** Of how far a chain was verified. */
    String checkSeal(UUID chain, long seq, String hash, long intactSeq, @Nullable Instant intactAt) {
        String currentKey = currentKey();
        return currentKey + "." + mac(currentKey, "check", currentKey, chain, seq, hash, intactSeq, intactAt);
    }

    boolean isCheckSeal(
            @Nullable String seal, UUID chain, long seq, String hash, long intactSeq, @Nullable Instant intactAt) {
        String key = keyOf(seal);
        return seal != null
                && hasKey(key)
                && Hashes.sameText(seal, key + "." + mac(key, "check", key, chain, seq, hash, intactSeq, intactAt));
    }

    /** Of a chain's end: the id of the key, a dot, the MAC. */
    String seal(UUID chain, long lastSeq, String lastHash) {
        return seal(currentKey(), chain, lastSeq, lastHash);
    }

    boolean isSeal(@Nullable String seal, UUID chain, long lastSeq, String lastHash) {
        String key = keyOf(seal);
        return seal != null && hasKey(key) && Hashes.sameText(seal, seal(key, chain, lastSeq, lastHash));
    }

    /** The key id that a seal names; empty text if it names none. */
    static String keyOf(@Nullable String seal) {
        int dot = seal == null ? -1 : seal.indexOf('.');
        return seal == null || dot < 0 ? "" : seal.substring(0, dot);
    }

    private String seal(String keyId, UUID chain, long lastSeq, String lastHash) {
        return keyId + "." + mac(keyId, "end", keyId, chain, lastSeq, lastHash);
    }

    private String mac(String keyId, @Nullable Object... fields) {
        KeyRing.Key key =
                ring.find(keyId).orElseThrow(() -> new IllegalArgumentException("the key ring has no key " + keyId));
        return Hashes.base64Url(key.hmac(PURPOSE).of(encode(fields)));
    }

    /**
     * Each field as its length in bytes (32 bits, -1 for none) and its text in UTF-8, so that no two lists read the
     * same.
     */
    static byte[] encode(@Nullable Object... fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Object field : fields) {
                if (field == null) {
                    out.writeInt(-1);
                } else {
                    byte[] text = field.toString().getBytes(UTF_8);
                    out.writeInt(text.length);
                    out.write(text);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't be written", e);
        }
        return bytes.toByteArray();
    }
}
