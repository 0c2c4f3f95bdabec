package io.saltgate.whitelist.web;

import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.IpRangeSet;
import io.saltgate.whitelist.ListDiff;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The preview of a change of the whole list, line by line, before it is confirmed.
 *
 * @param input what was given
 * @param replaces whether entries that it doesn't have would go
 * @param diff what would be done
 * @param rows the lines to show
 * @param confirmable the entries as the confirming form sends them, in CSV; empty if there is nothing to confirm
 * @param version of the list that this was judged by
 */
public record ListReview(
        ListInput input, boolean replaces, ListDiff diff, List<Row> rows, String confirmable, long version) {

    private static final int MAX_REMOVED = 500;

    /**
     * A line and what it would do.
     *
     * @param entry what would be saved; null if nothing
     * @param change how an entry that is on the list would change; null if it wouldn't, or isn't there
     * @param present whether it is on the list already
     * @param coveredBy a wider range through which its addresses may call anyway
     */
    public record Row(
            InputLine line,
            @Nullable NewEntry entry,
            ListDiff.@Nullable Changed change,
            boolean present,
            Optional<IpRange> coveredBy) {}

    static ListReview of(ListInput input, boolean replaces, Whitelists.View view, Instant now) {
        List<NewEntry> wanted = input.resolve(view.entries(), now);
        ListDiff diff = replaces
                ? ListDiff.replacing(view.entries(), wanted, now)
                : ListDiff.merging(view.entries(), wanted, now);
        boolean idle = wanted.isEmpty() || replaces && diff.isEmpty();
        return new ListReview(
                input,
                replaces,
                diff,
                rows(input, replaces, view.living(now), wanted, diff),
                idle ? "" : WhitelistCsv.ofNew(wanted),
                view.version());
    }

    /** Whether the change is shown before it is saved. */
    boolean isNeeded() {
        return replaces || input.needsReview() || !diff.changed().isEmpty();
    }

    /** Whether the change does more than adding, so that it is bound to the version of the list that was shown. */
    public boolean isBound() {
        return replaces || !diff.changed().isEmpty();
    }

    public int hidden() {
        return input.lines().size() - rows.size();
    }

    public List<WhitelistEntry> removed() {
        return diff.removed().stream().limit(MAX_REMOVED).toList();
    }

    public int hiddenRemoved() {
        return diff.removed().size() - removed().size();
    }

    /** The number of entries that would be saved. */
    public int size() {
        return diff.added().size() + diff.changed().size() + diff.unchanged();
    }

    private static List<Row> rows(
            ListInput input, boolean replaces, List<IpRange> listed, List<NewEntry> wanted, ListDiff diff) {
        Set<IpRange> present = Set.copyOf(listed);
        IpRangeSet all = new IpRangeSet(replaces ? List.of() : listed);
        Map<IpRange, NewEntry> entries = new HashMap<>();
        wanted.forEach(entry -> {
            all.add(entry.range());
            entries.putIfAbsent(entry.range(), entry);
        });
        Map<IpRange, ListDiff.Changed> changes = diff.changed().stream()
                .collect(Collectors.toMap(change -> change.wanted().range(), change -> change));
        return input.shown(changes.keySet()).stream()
                .map(line -> line.range()
                        .map(range -> new Row(
                                line,
                                entries.get(range),
                                changes.get(range),
                                present.contains(range),
                                all.findCovering(range)))
                        .orElseGet(() -> new Row(line, null, null, false, Optional.empty())))
                .toList();
    }
}
