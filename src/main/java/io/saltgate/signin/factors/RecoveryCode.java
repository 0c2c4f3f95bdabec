package io.saltgate.signin.factors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A code that is used once in place of one of the authenticator app: ten characters, 50 random bits, shown in two
 * groups of five. Letters that are read as digits, or as others, are not among them (Crockford's base 32).
 */
public final class RecoveryCode {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 10;
    private static final Pattern FORM = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s-]+");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private RecoveryCode(String text) {
        this.text = text;
    }

    static RecoveryCode generate() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new RecoveryCode(text.toString());
    }

    /** Reads what a person typed: in any case, with or without what separates the groups, O for 0 and I or L for 1. */
    static Optional<RecoveryCode> parse(String typed) {
        String text = SEPARATORS
                .matcher(typed)
                .replaceAll("")
                .toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return FORM.matcher(text).matches() ? Optional.of(new RecoveryCode(text)) : Optional.empty();
    }

    /** What the database holds in its place: HMAC-SHA-256 under a key of the ring, 43 characters. */
    String hash(UUID user, KeyRing.Key key) {
        return Hashes.base64Url(key.hmac("recovery.code").of((user + ":" + text).getBytes(UTF_8)));
    }

    /** For the person, once: {@code 7K2QM-X04TD}. */
    public String reveal() {
        return text.substring(0, LENGTH / 2) + "-" + text.substring(LENGTH / 2);
    }

    @Override
    public String toString() {
        return "recovery code";
    }
}
