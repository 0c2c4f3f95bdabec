package io.saltgate.webhooks;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which events an endpoint gets: all of them if it names none. A name ends in {@code .*} where it stands for every type
 * that begins with it.
 */
public record TypeFilter(List<String> names) {

    /** Names that a filter may have; with their blanks they fit into its column. */
    public static final int MAX_NAMES = 39;

    public static final TypeFilter ALL = new TypeFilter(List.of());

    private static final String REST = ".*";

    public TypeFilter {
        names = List.copyOf(names);
    }

    /** One name as typed: whether a filter may have it. */
    public static boolean isName(String text) {
        String type = text.endsWith(REST) ? text.substring(0, text.length() - REST.length()) : text;
        return EventType.isOne(type) && text.length() <= EventType.MAX_LENGTH;
    }

    /** Empty if there are too many, or one is none. Repeated ones count once. */
    public static Optional<TypeFilter> of(Collection<String> names) {
        List<String> different = List.copyOf(new LinkedHashSet<>(names));
        return different.size() <= MAX_NAMES && different.stream().allMatch(TypeFilter::isName)
                ? Optional.of(new TypeFilter(different))
                : Optional.empty();
    }

    /** Whether it stands for all that begins with it, up to and with its last dot. */
    public static boolean isPrefix(String name) {
        return name.endsWith(REST);
    }

    public static TypeFilter stored(String column) {
        return column.isEmpty() ? ALL : new TypeFilter(List.of(column.split(" ")));
    }

    public String toColumn() {
        return String.join(" ", names);
    }

    public boolean takesAll() {
        return names.isEmpty();
    }

    public boolean takes(EventType type) {
        return takesAll() || names.stream().anyMatch(name -> takes(name, type.value()));
    }

    private static boolean takes(String name, String type) {
        return isPrefix(name) ? type.startsWith(name.substring(0, name.length() - 1)) : name.equals(type);
    }
}
