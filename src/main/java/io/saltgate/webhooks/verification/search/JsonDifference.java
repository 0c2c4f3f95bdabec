package io.saltgate.webhooks.verification.search;

import io.saltgate.webhooks.verification.search.JsonText.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says how two texts of the same JSON differ: in how numbers, strings and blanks are written, or in the order of
 * members.
 *
 * @param how some of {@link Mistake#NUMBERS}, {@link Mistake#KEY_ORDER}, {@link Mistake#ESCAPES}, {@link
 *     Mistake#SPACES}
 * @param example of a number: as it was, and as it is
 */
public record JsonDifference(Set<Mistake> how, Optional<Example> example) {

    /** A number that was written otherwise. */
    public record Example(String before, String after) {}

    private static final int SHOWN = 40;

    /** Empty if one of them isn't JSON, or they don't say the same. Numbers are the same if they are so as doubles. */
    public static Optional<JsonDifference> between(String before, String after) {
        Optional<JsonText.Read> one = JsonText.read(before);
        Optional<JsonText.Read> other = JsonText.read(after);
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        Set<Mistake> how = EnumSet.noneOf(Mistake.class);
        List<Example> examples = new ArrayList<>();
        if (!isSame(one.get().node(), other.get().node(), how, examples)) {
            return Optional.empty();
        }
        if (!one.get().spaces().equals(other.get().spaces())) {
            how.add(Mistake.SPACES);
        }
        return Optional.of(new JsonDifference(how, examples.stream().findFirst()));
    }

    private static boolean isSame(Node one, Node other, Set<Mistake> how, List<Example> examples) {
        return switch (one) {
            case Node.Members members -> other instanceof Node.Members others && isSame(members, others, how, examples);
            case Node.Items items -> other instanceof Node.Items others && isSame(items, others, how, examples);
            case Node.Text text -> {
                if (!(other instanceof Node.Text same) || !same.value().equals(text.value())) {
                    yield false;
                }
                noteEscapes(text.raw(), same.raw(), how);
                yield true;
            }
            case Node.Word word -> other instanceof Node.Word same && isSame(word, same, how, examples);
        };
    }

    private static boolean isSame(Node.Members one, Node.Members other, Set<Mistake> how, List<Example> examples) {
        if (!one.values().keySet().equals(other.values().keySet())) {
            return false;
        }
        if (!List.copyOf(one.values().keySet())
                .equals(List.copyOf(other.values().keySet()))) {
            how.add(Mistake.KEY_ORDER);
        }
        one.names().forEach((name, raw) -> noteEscapes(raw, other.names().getOrDefault(name, raw), how));
        for (Map.Entry<String, Node> member : one.values().entrySet()) {
            Node same = other.values().get(member.getKey());
            if (same == null || !isSame(member.getValue(), same, how, examples)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Node.Items one, Node.Items other, Set<Mistake> how, List<Example> examples) {
        if (one.values().size() != other.values().size()) {
            return false;
        }
        for (int i = 0; i < one.values().size(); i++) {
            if (!isSame(one.values().get(i), other.values().get(i), how, examples)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Node.Word one, Node.Word other, Set<Mistake> how, List<Example> examples) {
        if (one.raw().equals(other.raw())) {
            return true;
        }
        if (!one.isNumber() || !other.isNumber() || !isSameNumber(one.raw(), other.raw())) {
            return false;
        }
        how.add(Mistake.NUMBERS);
        examples.add(new Example(shown(one.raw()), shown(other.raw())));
        return true;
    }

    private static boolean isSameNumber(String one, String other) {
        double value = Double.parseDouble(one);
        return Double.isInfinite(value)
                ? new BigDecimal(one).compareTo(new BigDecimal(other)) == 0
                : value == Double.parseDouble(other);
    }

    private static void noteEscapes(String one, String other, Set<Mistake> how) {
        if (!one.equals(other)) {
            how.add(Mistake.ESCAPES);
        }
    }

    private static String shown(String number) {
        return number.length() > SHOWN ? number.substring(0, SHOWN) + "…" : number;
    }
}
