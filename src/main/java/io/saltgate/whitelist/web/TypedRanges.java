package io.saltgate.whitelist.web;

import io.saltgate.whitelist.IpRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody typed or pasted, read item by item: separated by lines, commas, semicolons or blanks.
 *
 * @param items in their order; what was typed twice stands once
 * @param repeated how many items were the same range as one before
 */
public record TypedRanges(List<Item> items, int repeated) {

    /** Items that one form may hold. */
    static final int MAX_ITEMS = 10_000;

    private static final int MAX_SHOWN = 60;
    private static final String EVERYTHING = "whitelist.range.everything";
    private static final Pattern SEPARATOR = Pattern.compile("[\\s,;]+");

    /**
     * One of them.
     *
     * @param typed as typed, cut short where it is long
     * @param range what would be saved; empty if it is no range
     * @param concern the key of the message that says why it is not saved without asking; null if it is
     */
    public record Item(
            String typed, Optional<IpRange> range, @Nullable String concern) {}

    static TypedRanges parse(String text) {
        List<Item> items = new ArrayList<>();
        Set<IpRange> seen = new LinkedHashSet<>();
        int repeated = 0;
        String plain = text.strip();
        List<String> parts = List.of(SEPARATOR.split(plain));
        for (String part : parts.isEmpty() ? List.of(plain) : parts) {
            Item item = item(part);
            if (item.range().isPresent() && !seen.add(item.range().get())) {
                repeated++;
            } else {
                items.add(item);
            }
        }
        return new TypedRanges(items, repeated);
    }

    public boolean isTooMany() {
        return items.size() > MAX_ITEMS;
    }

    public boolean hasConcerns() {
        return items.stream().anyMatch(item -> item.concern() != null);
    }

    /** What would be saved, once what is of concern is confirmed. */
    public List<IpRange> ranges() {
        return items.stream().flatMap(item -> item.range().stream()).toList();
    }

    /** What one text would be saved as, and what stands against it. */
    static Item item(String part) {
        String shown = cut(part);
        return switch (IpRange.parse(part)) {
            case IpRange.Parsed.Ok ok ->
                new Item(shown, Optional.of(ok.range()), ok.range().isEverything() ? EVERYTHING : null);
            case IpRange.Parsed.Bad bad ->
                new Item(
                        shown,
                        bad.suggestion(),
                        bad.suggestion().filter(IpRange::isEverything).isPresent()
                                ? EVERYTHING
                                : bad.complaint().code());
        };
    }

    /** What was typed, for a page that says it back. */
    static String cut(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
