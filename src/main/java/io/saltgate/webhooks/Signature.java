package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.apiaccess.PrivateSalt;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How receivers know that a delivery is genuine, by the Private Salt: the {@code mac} of the document's id, and the
 * signature over the whole body as Standard Webhooks 1.0.0 has it. The key of both is the salt's UTF-8 bytes.
 */
final class Signature {

    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private static final String VERSION = "v1,";
    private static final String SECRET_PREFIX = "whsec_";

    private final byte[] key;

    Signature(PrivateSalt salt) {
        this(salt.reveal());
    }

    Signature(String salt) {
        this.key = salt.getBytes(UTF_8);
    }

    /** Lower-case hex of HMAC-SHA-1 (RFC 2104, FIPS 180-4) over the document's id in UTF-8. */
    String mac(String documentId) {
        return HexFormat.of().formatHex(hmac("HmacSHA1", documentId.getBytes(UTF_8)));
    }

    /**
     * The value of {@code webhook-signature}: {@code v1,} and the base64 of HMAC-SHA-256 over id, timestamp and body with
     * dots between (Standard Webhooks, "Signature scheme").
     */
    String standard(String id, Instant sentAt, byte[] body) {
        return standard(id, Long.toString(sentAt.getEpochSecond()), body);
    }

    String standard(String id, String timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(UTF_8);
        return VERSION + Base64.getEncoder().encodeToString(hmac("HmacSHA256", head, body));
    }

    /** Under the text {@code whsec_...} itself in place of what it stands for: a mistake that is often made. */
    Signature bySecretText() {
        return new Signature(SECRET_PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** What comes of a plain hash of salt and text, in either order; also a mistake. */
    byte[] plainHash(String algorithm, String text, boolean saltFirst) {
        byte[] other = text.getBytes(UTF_8);
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(saltFirst ? key : other);
            return digest.digest(saltFirst ? other : key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    /** What comes of taking the text for the key, and the salt for the message. */
    byte[] swapped(String text) {
        return new Signature(text).hmac("HmacSHA1", key);
    }

    byte[] hmac(String algorithm, byte[]... message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            for (byte[] part : message) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
