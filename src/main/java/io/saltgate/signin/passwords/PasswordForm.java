package io.saltgate.signin.passwords;

import java.text.Normalizer;

/**
 * Brings passwords into the one form in which they are counted, checked and hashed, so that the same password typed on
 * another keyboard or system is the same: the OpaqueString profile of RFC 8265, section 4.2. Spaces other than U+0020
 * become U+0020, then the text is normalised to NFC; case and width stay. Characters that the profile disallows, such
 * as controls, are let through: any password is allowed.
 */
final class PasswordForm {

    /** Longer texts aren't normalised. NFC shortens no text that people type to a quarter. */
    private static final int MAX_TYPED = 4 * Password.MAX_LENGTH;

    private PasswordForm() {}

    static String of(String typed) {
        StringBuilder spaced = new StringBuilder(typed.length());
        typed.codePoints()
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(spaced::appendCodePoint);
        return Normalizer.normalize(spaced, Normalizer.Form.NFC);
    }

    /** Returns the number of characters (code points); for a text that is far too long, of the text as typed. */
    static int length(String typed) {
        if (typed.length() > MAX_TYPED) {
            return typed.length();
        }
        String form = of(typed);
        return form.codePointCount(0, form.length());
    }
}
