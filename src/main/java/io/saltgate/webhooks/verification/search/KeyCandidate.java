package io.saltgate.webhooks.verification.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What code may have taken for the key.
 *
 * @param mistake null for the right one
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares candidates
record KeyCandidate(byte[] key, @Nullable Mistake mistake) {

    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
    private static final List<String> NOTHING = List.of("", "undefined", "null", "None", "nil");
    private static final List<String> SAMPLES = List.of("test-private-salt", "test-private-salt-for-docs-0001");

    /** The right one first. */
    static List<KeyCandidate> of(String salt) {
        List<KeyCandidate> all = new ArrayList<>();
        all.add(of(salt, null));
        String base64 = Base64.getEncoder().encodeToString(salt.getBytes(UTF_8));
        all.add(of("whsec_" + base64, Mistake.SECRET_AS_TEXT));
        all.add(of(base64, Mistake.SECRET_NOT_DECODED));
        for (String end : LINE_ENDS) {
            all.add(of(salt + end, Mistake.SALT_LINE_END));
            all.add(of("whsec_" + base64 + end, Mistake.SECRET_AS_TEXT));
        }
        for (String space : List.of(" ", "\t")) {
            all.add(of(salt + space, Mistake.SALT_SPACE));
            all.add(of(space + salt, Mistake.SALT_SPACE));
            all.add(of(space + salt + space, Mistake.SALT_SPACE));
        }
        all.add(of("\"" + salt + "\"", Mistake.SALT_QUOTED));
        all.add(of("'" + salt + "'", Mistake.SALT_QUOTED));
        addDecoded(all, salt);
        for (int cut = 1; cut <= 3 && cut < salt.length(); cut++) {
            all.add(of(salt.substring(0, salt.length() - cut), Mistake.SALT_INCOMPLETE));
            all.add(of(salt.substring(cut), Mistake.SALT_INCOMPLETE));
        }
        all.add(of(salt.toLowerCase(Locale.ROOT), Mistake.SALT_CASE));
        all.add(of(salt.toUpperCase(Locale.ROOT), Mistake.SALT_CASE));
        NOTHING.forEach(text -> all.add(of(text, Mistake.SALT_MISSING)));
        SAMPLES.forEach(text -> all.add(of(text, Mistake.SALT_OF_SAMPLES)));
        return all;
    }

    private static KeyCandidate of(String text, @Nullable Mistake mistake) {
        return new KeyCandidate(text.getBytes(UTF_8), mistake);
    }

    /** Some libraries ignore what is no base64, or want its length to fit: the salt's own rarely does. */
    private static void addDecoded(List<KeyCandidate> all, String salt) {
        for (int length = salt.length(); length > salt.length() - 4 && length > 0; length--) {
            try {
                byte[] decoded = Base64.getDecoder().decode(salt.substring(0, length));
                all.add(new KeyCandidate(decoded, Mistake.SALT_DECODED));
            } catch (IllegalArgumentException e) {
                // not of a length that can be decoded
            }
        }
    }
}
