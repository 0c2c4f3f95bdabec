package io.saltgate.users;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A person's address, its ASCII letters in lower case so that one mailbox is one person. No other letter is folded:
 * U+212A (Kelvin sign) is another mailbox than {@code k}. Looser than RFC 5322 where nobody is harmed, but always one
 * line of visible characters; 254 at most (RFC 5321, section 4.5.3.1.3).
 */
public record EmailAddress(String value) {

    private static final Pattern FORM = Pattern.compile(
            "[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");

    public static Optional<EmailAddress> parse(String text) {
        String plain = foldAscii(text.strip());
        return plain.length() <= 254 && FORM.matcher(plain).matches()
                ? Optional.of(new EmailAddress(plain))
                : Optional.empty();
    }

    private static String foldAscii(String text) {
        StringBuilder folded = new StringBuilder(text);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }

    @Override
    public String toString() {
        return value;
    }
}
