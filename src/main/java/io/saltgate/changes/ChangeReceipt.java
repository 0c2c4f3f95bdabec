package io.saltgate.changes;

import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.Hmac;
import io.saltgate.platform.crypto.KeyRing;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * A receipt of a change: its place in the feed. A question to the gate that carries it is answered by a state at least
 * as new as the change. Not a secret: it proves nothing but that the change was made.
 *
 * <p>As text it is opaque: base64url of epoch, account and number, and a tag of 128 bits (HMAC-SHA-256 under a key of
 * the ring), without which anyone could name a change that isn't there and make the gate wait for it.
 *
 * @param epoch identifies the history of changes
 * @param number the change's sequence number in it
 */
public record ChangeReceipt(UUID epoch, UUID account, long number) {

    private static final String PURPOSE = "change.receipt";
    private static final int CONTENT_BYTES = 16 + 16 + 8;
    private static final int TAG_BYTES = 16;
    private static final int TEXT_LENGTH = ((CONTENT_BYTES + TAG_BYTES) * 8 + 5) / 6;

    /** Formats the receipt, with a tag under the ring's current key. */
    public String text(KeyRing ring) {
        byte[] content = content();
        byte[] tagged = Arrays.copyOf(content, CONTENT_BYTES + TAG_BYTES);
        System.arraycopy(tag(ring.current(), content), 0, tagged, CONTENT_BYTES, TAG_BYTES);
        return Hashes.base64Url(tagged);
    }

    /** Parses a receipt; empty unless a key of the ring has tagged it. */
    public static Optional<ChangeReceipt> parse(String text, KeyRing ring) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        byte[] tagged;
        try {
            tagged = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // The last character has two bits to spare, which the decoder ignores.
        if (tagged.length != CONTENT_BYTES + TAG_BYTES
                || !Hashes.base64Url(tagged).equals(text)) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(tagged, CONTENT_BYTES);
        byte[] tag = Arrays.copyOfRange(tagged, CONTENT_BYTES, tagged.length);
        for (KeyRing.Key key : ring.activeFirst()) {
            if (MessageDigest.isEqual(tag, tag(key, content))) {
                return Optional.of(read(ByteBuffer.wrap(content)));
            }
        }
        return Optional.empty();
    }

    private static ChangeReceipt read(ByteBuffer content) {
        UUID epoch = new UUID(content.getLong(), content.getLong());
        UUID account = new UUID(content.getLong(), content.getLong());
        return new ChangeReceipt(epoch, account, content.getLong());
    }

    private byte[] content() {
        return ByteBuffer.allocate(CONTENT_BYTES)
                .putLong(epoch.getMostSignificantBits())
                .putLong(epoch.getLeastSignificantBits())
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits())
                .putLong(number)
                .array();
    }

    private static byte[] tag(KeyRing.Key key, byte[] content) {
        Hmac hmac = key.hmac(PURPOSE);
        return Arrays.copyOf(hmac.of(content), TAG_BYTES);
    }
}
