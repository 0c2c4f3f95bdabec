package io.saltgate.console;

import io.saltgate.platform.web.Messages;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field in which what someone typed differs from what another person has saved meanwhile.
 *
 * @param field its label
 * @param saved what is saved now; empty for nothing
 * @param typed what the form has; empty for nothing
 */
public record Difference(String field, String saved, String typed) {

    /**
     * Empty if both are the same.
     *
     * @param label the message of the field's label
     */
    public static Optional<Difference> of(String label, @Nullable String saved, @Nullable String typed) {
        String one = Objects.requireNonNullElse(saved, "");
        String other = Objects.requireNonNullElse(typed, "");
        return one.equals(other)
                ? Optional.empty()
                : Optional.of(new Difference(Messages.get(Locale.ENGLISH, label), one, other));
    }

    /** Those that are there. */
    public static List<Difference> all(List<Optional<Difference>> differences) {
        return differences.stream().flatMap(Optional::stream).toList();
    }
}
