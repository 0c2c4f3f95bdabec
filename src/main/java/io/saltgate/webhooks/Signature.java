package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.apiaccess.PrivateSalt;
import io.saltgate.webhooks.verification.search.MistakeSearch;
import io.saltgate.webhooks.verification.search.Webhook;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How receivers know that a delivery is genuine, by the Private Salt: the {@code mac} of the document's id, and the
 * signature over the whole body as Standard Webhooks 1.0.0 has it. The key of both is the salt's UTF-8 bytes.
 */
public final class Signature {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    public static final String VERSION = "v1,";

    private final byte[] key;

    public Signature(PrivateSalt salt) {
        this(salt.reveal());
    }

    public Signature(String salt) {
        this.key = salt.getBytes(UTF_8);
    }

    /** Lower-case hex of HMAC-SHA-1 (RFC 2104, FIPS 180-4) over the document's id in UTF-8. */
    public String mac(String documentId) {
        return HexFormat.of().formatHex(hmac("HmacSHA1", documentId.getBytes(UTF_8)));
    }

    /**
     * The value of {@code webhook-signature}: {@code v1,} and the base64 of HMAC-SHA-256 over id, timestamp and body
     * with dots between (Standard Webhooks, "Signature scheme").
     */
    public String standard(String id, Instant sentAt, byte[] body) {
        return standard(id, Long.toString(sentAt.getEpochSecond()), body);
    }

    /** Bytes of what {@link #standard(String, Instant, byte[])} is over. */
    public static int signedLength(String id, Instant sentAt, byte[] body) {
        return head(id, Long.toString(sentAt.getEpochSecond())).length + body.length;
    }

    private static byte[] head(String id, String timestamp) {
        return (id + "." + timestamp + ".").getBytes(UTF_8);
    }

    public String standard(String id, String timestamp, byte[] body) {
        byte[] head = head(id, timestamp);
        return VERSION + Base64.getEncoder().encodeToString(hmac("HmacSHA256", head, body));
    }

    /** A search for what gives another value of this webhook than the right one. */
    public MistakeSearch searchMistakes(Webhook webhook) {
        return new MistakeSearch(new String(key, UTF_8), webhook);
    }

    /** Whether a text is the salt itself, or the form of it that libraries take. */
    public boolean isSecret(String text) {
        return MistakeSearch.isSecret(text, new String(key, UTF_8));
    }

    private byte[] hmac(String algorithm, byte[]... message) {
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
