package io.saltgate.whitelist.web;

import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A list that was typed, pasted or imported, item by item.
 *
 * @param lines in their order; a range that comes twice stands once
 * @param repeated how many items had the same range as one before
 * @param taken how many ranges were taken from each part of a JSON document; empty for any other text
 * @param leftOut how many texts of each part of a JSON document are no addresses and were left out
 */
public record ListInput(List<InputLine> lines, int repeated, Map<String, Integer> taken, Map<String, Integer> leftOut) {

    /** The number of items that one input may have. */
    static final int MAX_ITEMS = Whitelists.MAX_ENTRIES;

    private static final int MAX_SHOWN = 500;

    /** The entries that can be saved, once doubtful ones are confirmed. */
    public List<NewEntry> entries() {
        return lines.stream().flatMap(line -> line.entry().stream()).toList();
    }

    public List<IpRange> ranges() {
        return entries().stream().map(NewEntry::range).toList();
    }

    /** The entries, with what they don't say of label and end taken over from those that are on the list. */
    List<NewEntry> resolve(List<WhitelistEntry> present, Instant now) {
        Map<IpRange, WhitelistEntry> living = new HashMap<>();
        present.stream().filter(entry -> !entry.isOver(now)).forEach(entry -> living.put(entry.range(), entry));
        return lines.stream()
                .flatMap(line -> line.range().flatMap(range -> line.resolve(living.get(range))).stream())
                .toList();
    }

    public boolean hasConcerns() {
        return lines.stream().anyMatch(line -> line.concern() != null);
    }

    /** Whether the input is shown as it was understood before anything is saved. */
    boolean needsReview() {
        return hasConcerns() || lines.stream().anyMatch(InputLine::rewritten);
    }

    boolean isTooMany() {
        return lines.size() + repeated > MAX_ITEMS;
    }

    /**
     * The lines for a page: all, or of very many those to look at.
     *
     * @param changed ranges whose entries would get another label or end
     */
    List<InputLine> shown(Set<IpRange> changed) {
        return lines.size() <= MAX_SHOWN
                ? lines
                : lines.stream()
                        .filter(line -> line.concern() != null
                                || line.range().filter(changed::contains).isPresent())
                        .limit(MAX_SHOWN)
                        .toList();
    }

    /** Collects lines. */
    static final class Builder {

        private final List<InputLine> lines = new ArrayList<>();
        private final Set<IpRange> seen = new HashSet<>();
        private final Map<String, Integer> taken = new LinkedHashMap<>();
        private final Map<String, Integer> leftOut = new LinkedHashMap<>();
        private int repeated;

        void add(InputLine line) {
            if (line.range().isPresent() && !seen.add(line.range().get())) {
                repeated++;
            } else {
                lines.add(line);
            }
        }

        void countTaken(String part) {
            taken.merge(part, 1, Integer::sum);
        }

        void countLeftOut(String part) {
            leftOut.merge(part, 1, Integer::sum);
        }

        boolean isEmpty() {
            return lines.isEmpty();
        }

        /** One more than an input may hold is enough to know. */
        boolean isFull() {
            return lines.size() + repeated > MAX_ITEMS;
        }

        ListInput build() {
            return new ListInput(lines, repeated, taken, leftOut);
        }
    }
}
