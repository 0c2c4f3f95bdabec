package io.saltgate.whitelist.web;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.whitelist.WhitelistEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One page of a whitelist's entries, in the order of their addresses.
 *
 * @param find what was looked for; empty if nothing was
 * @param found how many entries have it
 * @param page from 1
 * @param isLong whether there is more than one page to look through
 */
record EntryPage(List<WhitelistEntry> entries, String find, int found, int page, int pages, boolean isLong) {

    private static final int PAGE = 25;

    /** @param page if there is no such page, the nearest is shown */
    static EntryPage of(List<WhitelistEntry> all, String find, int page) {
        String part = find.strip().toLowerCase(Locale.ROOT);
        Optional<IPAddress> address = IpAddresses.parse(part);
        List<WhitelistEntry> found = all.stream()
                .filter(entry -> has(entry, part, address))
                .sorted(Comparator.comparing(WhitelistEntry::range))
                .toList();
        int pages = Math.max(1, (found.size() + PAGE - 1) / PAGE);
        int shown = Math.clamp(page, 1, pages);
        return new EntryPage(
                found.subList((shown - 1) * PAGE, Math.min(found.size(), shown * PAGE)),
                find,
                found.size(),
                shown,
                pages,
                all.size() > PAGE);
    }

    public int previous() {
        return page - 1;
    }

    public int next() {
        return page + 1;
    }

    /** Whether an entry contains the text in range or label, or the address. */
    private static boolean has(WhitelistEntry entry, String part, Optional<IPAddress> address) {
        String label = entry.label();
        return entry.range().toString().contains(part)
                || label != null && label.toLowerCase(Locale.ROOT).contains(part)
                || address.filter(entry.range()::contains).isPresent();
    }
}
