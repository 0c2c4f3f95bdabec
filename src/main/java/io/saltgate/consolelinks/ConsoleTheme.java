package io.saltgate.consolelinks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The colours that the console shows to a guest. */
public enum ConsoleTheme {
    LIGHT,
    DARK,
    /** Those that the browser prefers. */
    AUTO;

    public static Optional<ConsoleTheme> parse(String text) {
        return Arrays.stream(values())
                .filter(theme -> theme.toString().equals(text))
                .findFirst();
    }

    /** As in calls and pages: {@code dark}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
