package io.saltgate.webhooks.verification.search;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** How code makes a hash of key and message: HMAC (RFC 2104), or what people write in its place. */
enum Construction {
    HMAC(null),
    KEY_THEN_MESSAGE(Mistake.PLAIN_HASH),
    MESSAGE_THEN_KEY(Mistake.PLAIN_HASH),
    MESSAGE_ALONE(Mistake.NO_KEY),
    SWAPPED(Mistake.SWAPPED);

    private final @Nullable Mistake mistake;

    Construction(@Nullable Mistake mistake) {
        this.mistake = mistake;
    }

    @Nullable
    Mistake mistake() {
        return mistake;
    }

    byte[] hash(Digest digest, byte[] key, byte[] message) {
        try {
            return switch (this) {
                case HMAC -> hmac(digest, key, message);
                case SWAPPED -> hmac(digest, message, key);
                case KEY_THEN_MESSAGE -> plain(digest, key, message);
                case MESSAGE_THEN_KEY -> plain(digest, message, key);
                case MESSAGE_ALONE -> plain(digest, message);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + digest, e);
        }
    }

    private static byte[] hmac(Digest digest, byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(digest.hmacName());
        // Java takes no empty key; HMAC fills a key up with zeros, so that one zero is the same.
        mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, digest.hmacName()));
        return mac.doFinal(message);
    }

    private static byte[] plain(Digest digest, byte[]... parts) throws GeneralSecurityException {
        MessageDigest hash = MessageDigest.getInstance(digest.hashName());
        for (byte[] part : parts) {
            hash.update(part);
        }
        return hash.digest();
    }
}
