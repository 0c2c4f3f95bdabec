package io.saltgate.whitelist;

import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The difference between a list and a wanted one: what comes, what gets another label or end, what goes. An entry that
 * has expired counts as absent, so one of the same range is added in its place.
 *
 * @param added in the order in which they are wanted
 * @param changed in that order too
 * @param removed in the list's order
 * @param unchanged how many wanted entries are on the list as they are
 */
public record ListDiff(List<NewEntry> added, List<Changed> changed, List<WhitelistEntry> removed, int unchanged) {

    /**
     * An entry that stays, with another label or end.
     *
     * @param before what it was, also once it has been changed
     */
    public record Changed(WhitelistEntry entry, NewEntry before, NewEntry wanted) {

        Changed(WhitelistEntry entry, NewEntry wanted) {
            this(entry, new NewEntry(entry.range(), entry.label(), entry.expiresAt()), wanted);
        }

        public boolean isLabelChanged() {
            return !Objects.equals(before.label(), wanted.label());
        }

        public boolean isEndChanged() {
            return !Objects.equals(before.expiresAt(), wanted.expiresAt());
        }
    }

    /**
     * Compares with a list that is to hold the wanted entries and no others. Of a range that comes twice the first
     * counts.
     */
    public static ListDiff replacing(Collection<WhitelistEntry> present, List<NewEntry> wanted, Instant now) {
        ListDiff merged = merging(present, wanted, now);
        Set<IpRange> kept = new HashSet<>();
        wanted.forEach(entry -> kept.add(entry.range()));
        List<WhitelistEntry> removed =
                present.stream().filter(entry -> !kept.contains(entry.range())).toList();
        return new ListDiff(merged.added, merged.changed, removed, merged.unchanged);
    }

    /** Compares with a list that is to hold the wanted entries beside those that it has. */
    public static ListDiff merging(Collection<WhitelistEntry> present, List<NewEntry> wanted, Instant now) {
        Map<IpRange, WhitelistEntry> byRange = new HashMap<>();
        present.stream().filter(entry -> !entry.isOver(now)).forEach(entry -> byRange.put(entry.range(), entry));
        List<NewEntry> added = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        Set<IpRange> seen = new HashSet<>();
        for (NewEntry entry : wanted) {
            WhitelistEntry there = byRange.get(entry.range());
            if (!seen.add(entry.range())) {
                continue;
            }
            if (there == null) {
                added.add(entry);
            } else if (!there.hasDetails(entry.label(), entry.expiresAt())) {
                changed.add(new Changed(there, entry));
            }
        }
        return new ListDiff(added, changed, List.of(), seen.size() - added.size() - changed.size());
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
