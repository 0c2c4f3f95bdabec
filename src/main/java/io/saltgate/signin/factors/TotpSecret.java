package io.saltgate.signin.factors;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.saltgate.platform.crypto.Hashes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;

/**
 * The secret that an authenticator app shares with Saltgate: 160 random bits (RFC 4226, section 4), from which both
 * compute a code of six digits for every 30 seconds (RFC 6238, with HMAC-SHA-1, which all apps know).
 */
public final class TotpSecret {

    static final Duration STEP = Duration.ofSeconds(30);
    private static final int BYTES = 20;
    private static final int DIGITS = 6;
    private static final int MAX_LABEL = 60;

    /**
     * A code of the step before or after is accepted too (RFC 6238, section 5.2): clocks differ, and typing takes time.
     */
    private static final int STEPS_OFF = 1;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TimeBasedOneTimePasswordGenerator CODES = new TimeBasedOneTimePasswordGenerator(STEP, DIGITS);

    private final byte[] bytes;

    private TotpSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    static TotpSecret generate() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new TotpSecret(bytes);
    }

    /** @param base32 as {@link #reveal} gave it */
    static TotpSecret of(String base32) {
        return new TotpSecret(new Base32().decode(base32));
    }

    /** The secret in base 32 (RFC 4648), 32 characters, for the app alone. */
    public String reveal() {
        return new Base32().encodeToString(bytes);
    }

    /** The URI that a QR code gives to an app. A long address is cut: it is a label, and a QR code holds so much. */
    String uri(String email) {
        String label = email.substring(
                0, email.offsetByCodePoints(0, Math.min(MAX_LABEL, email.codePointCount(0, email.length()))));
        return "otpauth://totp/Saltgate:" + URLEncoder.encode(label, StandardCharsets.UTF_8) + "?secret=" + reveal()
                + "&issuer=Saltgate";
    }

    /**
     * Finds the step whose code this is.
     *
     * @param code six digits
     * @return the number of 30 seconds since 1970; empty if it is the code of none around now
     */
    OptionalLong match(String code, Instant now) {
        long current = now.getEpochSecond() / STEP.toSeconds();
        OptionalLong found = OptionalLong.empty();
        for (long step = current - STEPS_OFF; step <= current + STEPS_OFF; step++) {
            if (Hashes.sameText(code(step), code)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    private String code(long step) {
        Key key = new SecretKeySpec(bytes, CODES.getAlgorithm());
        try {
            return CODES.generateOneTimePasswordString(key, Instant.ofEpochSecond(step * STEP.toSeconds()));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the secret is a key for HMAC", e);
        }
    }

    @Override
    public String toString() {
        return "TOTP secret";
    }
}
