package io.saltgate.whitelist;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.db.Database;
import io.saltgate.whitelist.Whitelists.NewEntry;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes existing lists: replaces a list, merges another into it, edits an entry, removes several at once. */
@Stateless
@ForOwnAccount
public class WhitelistEdits {

    /**
     * The label and the end of an entry.
     *
     * @param label null for none
     * @param expiresAt null if it doesn't expire
     */
    public record Details(@Nullable String label, @Nullable Instant expiresAt) {}

    /**
     * What a removal took off the list.
     *
     * @param id for {@link RemovedEntries#restore}; null if nobody can undo it
     */
    public record Removal(List<IpRange> ranges, @Nullable UUID id) {}

    private final EntityManager em;
    private final WhitelistRows rows;
    private final RemovedEntryRows removed;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WhitelistEdits() {
        this(null, null, null, null, null);
    }

    @Inject
    public WhitelistEdits(
            @Database EntityManager em,
            Accounts accounts,
            Announcements announcements,
            ChangeClock changeClock,
            Clock clock) {
        this.em = em;
        this.rows = new WhitelistRows(em, accounts, announcements, changeClock, clock);
        this.removed = new RemovedEntryRows(em, clock);
        this.clock = clock;
    }

    /**
     * Makes the list hold these entries and no others.
     *
     * @param seenVersion the version of the list that the replacement was decided on; null to replace any
     * @return what was done
     * @throws WhitelistChanged if mode or entries changed since
     * @throws WhitelistFull if they are more than {@link Whitelists#MAX_ENTRIES}
     * @throws WhitelistClosed if the API is off
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public ListDiff replace(Caller caller, List<NewEntry> entries, @Nullable Long seenVersion) {
        Whitelist whitelist = lock(caller, seenVersion);
        List<WhitelistEntry> present = rows.list(caller.requireAccount());
        ListDiff diff = ListDiff.replacing(present, entries, clock.instant());
        if (!diff.isEmpty()) {
            rows.announce(AccountEvent.of("whitelist.replaced", caller, null)
                    .with("added", diff.added().size())
                    .with("changed", diff.changed().size())
                    .with("removed", diff.removed().size()));
            apply(caller, whitelist, present, diff);
        }
        return diff;
    }

    /**
     * Adds entries and gives those that are on the list already their label and end.
     *
     * @param seenVersion the version of the list that the form showed
     * @return what was done
     * @throws WhitelistChanged if mode or entries changed since
     * @throws WhitelistFull if the list would grow beyond {@link Whitelists#MAX_ENTRIES}
     * @throws WhitelistClosed if the API is off
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public ListDiff merge(Caller caller, List<NewEntry> entries, long seenVersion) {
        Whitelist whitelist = lock(caller, seenVersion);
        List<WhitelistEntry> present = rows.list(caller.requireAccount());
        ListDiff diff = ListDiff.merging(present, entries, clock.instant());
        if (!diff.isEmpty()) {
            apply(caller, whitelist, present, diff);
        }
        return diff;
    }

    /**
     * Gives an entry another label and end.
     *
     * @param seen what the form showed
     * @return the entry's range; empty if there is no such entry
     * @throws WhitelistChanged if the entry has other details by now
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public Optional<IpRange> edit(Caller caller, UUID entryId, Details seen, Details wanted) {
        Whitelist whitelist = rows.lock(caller);
        WhitelistEntry entry = em.find(
                WhitelistEntry.class,
                new WhitelistEntryId(caller.requireAccount().value(), entryId));
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.hasDetails(wanted.label(), wanted.expiresAt())) {
            return Optional.of(entry.range()); // who repeats it changes nothing
        }
        if (!entry.hasDetails(seen.label(), seen.expiresAt())) {
            throw new WhitelistChanged(whitelist);
        }
        ListDiff.Changed change =
                new ListDiff.Changed(entry, new NewEntry(entry.range(), wanted.label(), wanted.expiresAt()));
        String range = text(change);
        rows.announce(AccountEvent.of("whitelist.entry.changed", caller, range)
                .changed("label", entry.label(), wanted.label())
                .changed("expiresAt", entry.expiresAt(), wanted.expiresAt()));
        entry.describe(wanted.label(), wanted.expiresAt());
        whitelist.touch(clock.instant(), caller.personOrNull());
        rows.tick(caller);
        return Optional.of(entry.range());
    }

    /**
     * Removes entries; those that don't exist any more are no error. The person who does can undo it for a minute.
     *
     * @param confirmed the version of the list whose owner has confirmed that every call may stop; null if nobody was
     *     asked
     * @return what is gone now
     * @throws EveryCallStops if that would leave an enforced list empty and nobody has confirmed it
     * @throws WhitelistChanged if mode or entries changed since it was confirmed
     * @throws WhitelistClosed if the API is off
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public Removal remove(Caller caller, Collection<UUID> entryIds, @Nullable Long confirmed) {
        Whitelist whitelist = rows.lock(caller);
        List<WhitelistEntry> kept = new ArrayList<>(rows.list(caller.requireAccount()));
        List<WhitelistEntry> gone =
                kept.stream().filter(entry -> entryIds.contains(entry.id())).toList();
        kept.removeAll(gone);
        if (gone.isEmpty()) {
            return new Removal(List.of(), null);
        }
        whitelist.requireVersion(confirmed);
        if (confirmed == null && whitelist.mode() == Whitelist.Mode.ENFORCED && hasLiving(gone) && !hasLiving(kept)) {
            throw new EveryCallStops(whitelist);
        }
        UUID person = caller.personOrNull();
        UUID removal = person == null ? null : removed.keep(caller, person, gone);
        rows.delete(gone);
        whitelist.touch(clock.instant(), caller.personOrNull());
        List<IpRange> ranges = gone.stream().map(WhitelistEntry::range).toList();
        rows.announce(caller, "whitelist.entry.removed", "whitelist.entries.removed", texts(ranges));
        rows.tick(caller);
        return new Removal(ranges, removal);
    }

    private Whitelist lock(Caller caller, @Nullable Long seenVersion) {
        Whitelist whitelist = rows.lock(caller);
        whitelist.requireVersion(seenVersion);
        return whitelist;
    }

    private void apply(Caller caller, Whitelist whitelist, List<WhitelistEntry> present, ListDiff diff) {
        Instant now = clock.instant();
        if (!diff.added().isEmpty()) {
            caller.requireRecentProof(now);
        }
        List<WhitelistEntry> expired =
                present.stream().filter(entry -> entry.isOver(now)).toList();
        int living = present.size() - expired.size();
        if (living
                        - diff.removed().stream()
                                .filter(entry -> !entry.isOver(now))
                                .count()
                        + diff.added().size()
                > Whitelists.MAX_ENTRIES) {
            throw new WhitelistFull();
        }
        List<String> changed = diff.changed().stream().map(WhitelistEdits::text).toList();
        Set<WhitelistEntry> gone = new LinkedHashSet<>(diff.removed());
        gone.addAll(expired);
        rows.delete(gone);
        diff.changed()
                .forEach(each -> each.entry()
                        .describe(each.wanted().label(), each.wanted().expiresAt()));
        rows.add(caller, diff.added(), now);
        whitelist.touch(now, caller.personOrNull());
        em.flush();
        em.clear(); // each audit entry flushes, and would look through ten thousand entries again
        rows.announce(
                caller,
                "whitelist.entry.removed",
                "whitelist.entries.removed",
                texts(diff.removed().stream().map(WhitelistEntry::range).toList()));
        rows.announce(caller, "whitelist.entry.changed", "whitelist.entries.changed", changed);
        rows.announce(
                caller,
                "whitelist.entry.added",
                "whitelist.entries.added",
                texts(diff.added().stream().map(NewEntry::range).toList()));
        rows.tick(caller);
    }

    /**
     * The range for the audit trail, with its new end if that changed: {@code 10.0.0.0/8>2027-12-31T23:59:59Z}, {@code
     * 10.0.0.0/8>-}.
     */
    private static String text(ListDiff.Changed change) {
        Instant end = change.wanted().expiresAt();
        return change.entry().range() + (change.isEndChanged() ? ">" + (end == null ? "-" : end) : "");
    }

    private static List<String> texts(List<IpRange> ranges) {
        return ranges.stream().map(IpRange::toString).toList();
    }

    private boolean hasLiving(List<WhitelistEntry> entries) {
        Instant now = clock.instant();
        return entries.stream().anyMatch(entry -> !entry.isOver(now));
    }
}
