package io.saltgate.whitelist;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The services of Settings > IP whitelist. A whitelist begins and ends with the account's API. */
@Stateless
@ForOwnAccount
public class Whitelists {

    /** The number of entries that an account may have. */
    public static final int MAX_ENTRIES = 10_000;

    /**
     * What the page shows.
     *
     * @param version what a form to set the mode is bound to
     */
    public record View(Whitelist.Mode mode, long version, List<WhitelistEntry> entries) {

        /** The ranges of entries that haven't expired; expired ones match no calls. */
        public List<IpRange> living(Instant now) {
            return Whitelists.living(entries, now);
        }
    }

    /**
     * What is to be added.
     *
     * @param label null for none
     * @param expiresAt null if it doesn't
     */
    public record NewEntry(
            IpRange range, @Nullable String label, @Nullable Instant expiresAt) {}

    /**
     * What came of adding one range.
     *
     * @param id of the entry that is on the list now
     * @param coveredBy a wider range on the list, through which its addresses may call anyway
     */
    public record Added(UUID id, IpRange range, Result result, Optional<IpRange> coveredBy) {}

    public enum Result {
        NEW,
        /** It was on the list; nothing changed, its label and expiry neither. */
        ALREADY_PRESENT
    }

    /**
     * What the list says of an address.
     *
     * @param through the entries that hold it
     */
    public record Check(Whitelist.Mode mode, List<IpRange> through) {

        public boolean isListed() {
            return !through.isEmpty();
        }

        /** Whether the list allows a call from the address; nothing else is checked. */
        public boolean passes() {
            return mode != Whitelist.Mode.ENFORCED || isListed();
        }
    }

    /** A removed range, and the widest other range through which its addresses may still call. */
    public record Removed(IpRange range, Optional<IpRange> remainsThrough) {}

    private final EntityManager em;
    private final WhitelistRows rows;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Whitelists() {
        this(null, null, null, null, null);
    }

    @Inject
    public Whitelists(
            @Database EntityManager em,
            Accounts accounts,
            Announcements announcements,
            ChangeClock changeClock,
            Clock clock) {
        this.em = em;
        this.rows = new WhitelistRows(em, accounts, announcements, changeClock, clock);
        this.clock = clock;
    }

    /** Reads the list; empty while the API is off. */
    @RolesAllowed(Permission.SEE_API)
    public Optional<View> findView(Caller caller) {
        AccountId account = caller.requireAccount();
        return Optional.ofNullable(em.find(Whitelist.class, account.value()))
                .map(list -> new View(list.mode(), list.version(), rows.list(account)));
    }

    /** Lists the entries for a download, which the audit trail records; none while the API is off. */
    @RolesAllowed(Permission.SEE_API)
    public List<WhitelistEntry> export(Caller caller) {
        List<WhitelistEntry> entries = findView(caller).map(View::entries).orElse(List.of());
        rows.announce(AccountEvent.of("whitelist.exported", caller, null).with("entries", entries.size()));
        return entries;
    }

    /**
     * Adds ranges that share label and expiry, all or none; as {@link #add(Caller, List)}.
     *
     * @param label of each, or null
     * @param expiresAt of each, or null
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public List<Added> add(Caller caller, List<IpRange> ranges, @Nullable String label, @Nullable Instant expiresAt) {
        return add(
                caller,
                ranges.stream()
                        .map(range -> new NewEntry(range, label, expiresAt))
                        .toList());
    }

    /**
     * Adds entries, all or none. What is there already stays as it is.
     *
     * @return what came of each, in their order
     * @throws WhitelistFull if the list would grow beyond {@link #MAX_ENTRIES}
     * @throws WhitelistClosed if the API is off
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public List<Added> add(Caller caller, List<NewEntry> entries) {
        Whitelist whitelist = rows.lock(caller);
        Instant now = clock.instant();
        Map<IpRange, WhitelistEntry> present = new HashMap<>();
        rows.list(caller.requireAccount()).forEach(entry -> present.put(entry.range(), entry));
        Map<IpRange, NewEntry> fresh = new LinkedHashMap<>();
        for (NewEntry entry : entries) {
            if (!isPresent(present.get(entry.range()), now)) {
                fresh.putIfAbsent(entry.range(), entry);
            }
        }
        if (present.size() + fresh.size() > MAX_ENTRIES) {
            throw new WhitelistFull();
        }
        if (fresh.keySet().stream().anyMatch(IpRange::isWide)) {
            caller.requireRecentProof(now);
        }
        IpRangeSet set = new IpRangeSet(living(present.values(), now));
        rows.delete(fresh.keySet().stream()
                .map(present::get)
                .filter(Objects::nonNull)
                .toList());
        for (WhitelistEntry created : rows.add(caller, fresh.values(), now)) {
            set.add(created.range());
            present.put(created.range(), created);
        }
        List<String> all = fresh.keySet().stream().map(IpRange::toString).toList();
        List<Added> added = entries.stream()
                .map(entry -> {
                    UUID id = Objects.requireNonNull(present.get(entry.range())).id();
                    // The first of what came twice is the new one.
                    return fresh.remove(entry.range()) != null
                            ? new Added(id, entry.range(), Result.NEW, set.findCovering(entry.range()))
                            : new Added(id, entry.range(), Result.ALREADY_PRESENT, Optional.empty());
                })
                .toList();
        if (!all.isEmpty()) {
            whitelist.touch(now, caller.personOrNull());
            rows.announce(caller, "whitelist.entry.added", "whitelist.entries.added", all);
            rows.tick(caller);
        }
        return added;
    }

    /**
     * Removes an entry. One that was removed before is no error.
     *
     * @return empty if there was no such entry
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public Optional<Removed> remove(Caller caller, UUID entryId) {
        Whitelist whitelist = rows.lock(caller);
        WhitelistEntry entry = em.find(
                WhitelistEntry.class,
                new WhitelistEntryId(caller.requireAccount().value(), entryId));
        if (entry == null) {
            return Optional.empty();
        }
        em.remove(entry);
        whitelist.touch(clock.instant(), caller.personOrNull());
        Optional<IpRange> covering = livingRanges(caller.requireAccount()).findCovering(entry.range());
        rows.announce(AccountEvent.of("whitelist.entry.removed", caller, entry.range()));
        rows.tick(caller);
        return Optional.of(new Removed(entry.range(), covering));
    }

    /**
     * Sets how the list is used.
     *
     * @param seenVersion the version that the form showed; null to set the mode whatever is on the list
     * @throws WhitelistChanged if mode or entries changed since
     * @throws WhitelistClosed if the API is off
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public void setMode(Caller caller, Whitelist.Mode mode, @Nullable Long seenVersion) {
        Whitelist whitelist = rows.lock(caller);
        whitelist.requireVersion(seenVersion);
        Whitelist.Mode before = whitelist.mode();
        if (before == mode) {
            return; // who repeats it changes nothing
        }
        if (mode.compareTo(before) < 0) { // they are in the order of strictness
            caller.requireRecentProof(clock.instant());
        }
        whitelist.changeMode(mode, clock.instant(), caller.personOrNull());
        rows.announce(AccountEvent.of("whitelist.mode.set", caller, mode).with("before", before));
        rows.tick(caller);
    }

    /** Whether an address is on the list now; Off, and with nothing on it, while the API is off. */
    @RolesAllowed(Permission.SEE_API)
    public Check check(Caller caller, IPAddress address) {
        Whitelist list = em.find(Whitelist.class, caller.requireAccount().value());
        if (list == null) {
            return new Check(Whitelist.Mode.OFF, List.of());
        }
        List<IpRange> living = living(rows.list(caller.requireAccount()), clock.instant());
        return new Check(
                list.mode(),
                living.stream().filter(range -> range.contains(address)).toList());
    }

    /** Finds the other entry through which addresses of a range may still call after its removal. */
    @RolesAllowed(Permission.SEE_API)
    public Optional<IpRange> findCovering(Caller caller, IpRange range) {
        return livingRanges(caller.requireAccount()).findCovering(range);
    }

    private static boolean isPresent(@Nullable WhitelistEntry entry, Instant now) {
        return entry != null && !entry.isOver(now);
    }

    private IpRangeSet livingRanges(AccountId account) {
        return new IpRangeSet(living(rows.list(account), clock.instant()));
    }

    private static List<IpRange> living(Collection<WhitelistEntry> entries, Instant now) {
        return entries.stream()
                .filter(entry -> !entry.isOver(now))
                .map(WhitelistEntry::range)
                .toList();
    }
}
