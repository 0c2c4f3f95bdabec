package io.saltgate.users;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The colours of the console that a person has chosen. */
public enum Theme {
    LIGHT,
    DARK;

    /** As in forms and in the attribute of the page: {@code dark}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Theme> find(String code) {
        return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }
}
