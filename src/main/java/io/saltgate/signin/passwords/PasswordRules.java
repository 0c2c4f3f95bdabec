package io.saltgate.signin.passwords;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges new passwords as NIST SP 800-63B, section 3.1.1, has it: length, and a list of passwords that attackers try
 * first; nothing about kinds of characters.
 */
public final class PasswordRules {

    /** Shorter units that a password repeats are easily found. */
    private static final int MIN_UNIT = 4;

    private PasswordRules() {}

    /**
     * Returns the key of the message that says why a new password is refused; empty if it is allowed.
     *
     * @param email of the person it is for; it is no password
     */
    public static Optional<String> check(String password, String email) {
        int length = PasswordForm.length(password);
        if (length < Password.MIN_LENGTH || length > Password.MAX_LENGTH) {
            return Optional.of("setup.password.length");
        }
        String plain = PasswordForm.of(password).toLowerCase(Locale.ROOT);
        return isCommon(plain) || plain.equals(email.strip().toLowerCase(Locale.ROOT))
                ? Optional.of("password.common")
                : Optional.empty();
    }

    /** On the list, or one from the list or a few characters again and again. */
    private static boolean isCommon(String plain) {
        String unit = unit(plain);
        return List.COMMON.contains(plain) || unit.length() < MIN_UNIT || List.COMMON.contains(unit);
    }

    /** The shortest text that gives this one when it is repeated. */
    private static String unit(String text) {
        return text.substring(0, (text + text).indexOf(text, 1));
    }

    /** Read when it is first needed. */
    private static final class List {

        static final Set<String> COMMON = read();

        private static Set<String> read() {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(PasswordRules.class.getResourceAsStream("/passwords/common.txt")),
                    StandardCharsets.UTF_8))) {
                return lines.lines().collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
