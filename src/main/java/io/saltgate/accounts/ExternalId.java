package io.saltgate.accounts;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The operator's own id of an account: 1 to 255 visible ASCII characters, since it travels as the header
 * {@code X-External-Id}; not {@code -}, which there means that it has none.
 */
public record ExternalId(String value) {

    private static final Pattern FORM = Pattern.compile("(?!-$)[!-~]{1,255}");

    public ExternalId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an external id");
        }
    }

    public static Optional<ExternalId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ExternalId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
