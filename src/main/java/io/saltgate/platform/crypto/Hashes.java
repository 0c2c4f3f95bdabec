package io.saltgate.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** Hashes as text: base64url without padding, 43 characters for 256 bits. */
public final class Hashes {

    private Hashes() {}

    public static String sha256(String text) {
        return base64Url(sha256(text.getBytes(UTF_8)));
    }

    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** HMAC-SHA-256 (RFC 2104, FIPS 180-4). */
    public static byte[] hmacSha256(byte[] key, byte[] message) {
        return new Hmac(key).of(message);
    }

    /** Compares in a time that does not tell where the texts differ. */
    public static boolean sameText(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    public static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
