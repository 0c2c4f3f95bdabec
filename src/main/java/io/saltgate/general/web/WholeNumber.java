package io.saltgate.general.web;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole number as it was typed into a field that may be left empty.
 *
 * @param text as it was typed
 * @param value null if the field is empty or not valid
 * @param isValid whether it is a number within its bounds, or empty
 */
record WholeNumber(String text, @Nullable Integer value, boolean isValid) {

    /** ASCII digits alone: other digits look like what they are not. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    static WholeNumber parse(String typed, int min, int max) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return new WholeNumber(typed, null, true);
        }
        if (!DIGITS.matcher(text).matches()) {
            return new WholeNumber(typed, null, false);
        }
        int number = Integer.parseInt(text);
        boolean within = number >= min && number <= max;
        return new WholeNumber(typed, within ? number : null, within);
    }

    /** Returns the text of the field. */
    static String text(@Nullable Integer value) {
        return value == null ? "" : value.toString();
    }
}
