package io.saltgate.whitelist;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ChangeClock;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The use cases of Settings > IP whitelist. The list begins and ends with the account's API. */
@Stateless
@ForOwnAccount
public class Whitelists {

    /** Entries that an account may have. */
    public static final int MAX_ENTRIES = 10_000;

    private static final int RANGES_PER_EVENT = 70;

    /**
     * What the page shows.
     *
     * @param version what a form to set the mode is bound to
     */
    public record View(Whitelist.Mode mode, long version, List<WhitelistEntry> entries) {}

    /**
     * What came of adding one range.
     *
     * @param coveredBy a wider range on the list, through which its addresses may call anyway
     */
    public record Added(IpRange range, Result result, Optional<IpRange> coveredBy) {}

    public enum Result {
        NEW,
        /** It was on the list; nothing changed, its label and expiry neither. */
        ALREADY_PRESENT
    }

    /** What was removed, and the widest range through which its addresses may still call. */
    public record Removed(IpRange range, Optional<IpRange> remainsThrough) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final Announcements announcements;
    private final ChangeClock changeClock;
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
        this.accounts = accounts;
        this.announcements = announcements;
        this.changeClock = changeClock;
        this.clock = clock;
    }

    /** Empty while the API is off. */
    @RolesAllowed(Permission.SEE_API)
    public Optional<View> findView(Caller caller) {
        AccountId account = caller.requireAccount();
        return Optional.ofNullable(em.find(Whitelist.class, account.value()))
                .map(list -> new View(list.mode(), list.version(), entries(account)));
    }

    /**
     * Adds ranges, all or none. What is there already stays as it is.
     *
     * @param label of each, or null
     * @param expiresAt of each, or null
     * @return what came of each, in their order
     * @throws WhitelistFull if the list would grow beyond {@link #MAX_ENTRIES}
     * @throws WhitelistClosed if the API is off
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public List<Added> add(Caller caller, List<IpRange> ranges, @Nullable String label, @Nullable Instant expiresAt) {
        Whitelist whitelist = lock(caller);
        Instant now = clock.instant();
        Map<IpRange, WhitelistEntry> present = new HashMap<>();
        entries(caller.requireAccount()).forEach(entry -> present.put(entry.range(), entry));
        List<IpRange> fresh = ranges.stream()
                .filter(range -> !isPresent(present.get(range), now))
                .toList();
        if (present.size() + fresh.size() > MAX_ENTRIES) {
            throw new WhitelistFull();
        }
        IpRangeSet set = new IpRangeSet(present.values().stream()
                .filter(entry -> isPresent(entry, now))
                .map(WhitelistEntry::range)
                .toList());
        removeOver(fresh, present);
        // Ids of one moment are in no order of their own, and the list is to be in that of the form.
        Iterator<UUID> ids = Stream.generate(() -> Uuid7.next(clock))
                .limit(fresh.size())
                .sorted()
                .iterator();
        for (IpRange range : fresh) {
            set.add(range);
            em.persist(new WhitelistEntry(
                    caller.requireAccount(), ids.next(), range, label, expiresAt, now, caller.personOrNull()));
        }
        if (!fresh.isEmpty()) {
            whitelist.touch(now, caller.personOrNull());
            announceAdded(caller, fresh);
            changeClock.tick(caller.requireAccount());
        }
        Set<IpRange> isNew = Set.copyOf(fresh);
        return ranges.stream()
                .map(range -> isNew.contains(range)
                        ? new Added(range, Result.NEW, set.findCovering(range))
                        : new Added(range, Result.ALREADY_PRESENT, Optional.empty()))
                .toList();
    }

    /**
     * Removes an entry; one that is gone already is no error.
     *
     * @return empty if there was no such entry
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public Optional<Removed> remove(Caller caller, UUID entryId) {
        Whitelist whitelist = lock(caller);
        WhitelistEntry entry = em.find(
                WhitelistEntry.class,
                new WhitelistEntryId(caller.requireAccount().value(), entryId));
        if (entry == null) {
            return Optional.empty();
        }
        em.remove(entry);
        whitelist.touch(clock.instant(), caller.personOrNull());
        finish(AccountEvent.of("whitelist.entry.removed", caller, entry.range()));
        return Optional.of(
                new Removed(entry.range(), livingRanges(caller.requireAccount()).findCovering(entry.range())));
    }

    /**
     * Sets how the list is used.
     *
     * @param seenVersion the version that the form showed
     * @throws WhitelistChanged if mode or entries changed since
     * @throws WhitelistClosed if the API is off
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public void setMode(Caller caller, Whitelist.Mode mode, long seenVersion) {
        Whitelist whitelist = lock(caller);
        if (whitelist.version() != seenVersion) {
            throw new WhitelistChanged(whitelist);
        }
        Whitelist.Mode before = whitelist.mode();
        whitelist.changeMode(mode, clock.instant(), caller.personOrNull());
        finish(AccountEvent.of("whitelist.mode.set", caller, mode).with("before", before));
    }

    /** Through which other entry an address may call after this range is gone. */
    @RolesAllowed(Permission.SEE_API)
    public Optional<IpRange> findCovering(Caller caller, IpRange range) {
        return livingRanges(caller.requireAccount()).findCovering(range);
    }

    private Whitelist lock(Caller caller) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        Whitelist found = em.find(Whitelist.class, account.value());
        if (found == null) {
            throw new WhitelistClosed();
        }
        return found;
    }

    private static boolean isPresent(@Nullable WhitelistEntry entry, Instant now) {
        return entry != null && !entry.isOver(now);
    }

    /** An entry whose time is over makes room for one of the same range. */
    private void removeOver(List<IpRange> fresh, Map<IpRange, WhitelistEntry> present) {
        for (IpRange range : fresh) {
            WhitelistEntry over = present.get(range);
            if (over != null) {
                em.remove(over);
            }
        }
        em.flush(); // before the new ones: the range is unique
    }

    /** All ranges stand in the trail, so many to an entry of it as it has room for. */
    private void announceAdded(Caller caller, List<IpRange> fresh) {
        for (int from = 0; from < fresh.size(); from += RANGES_PER_EVENT) {
            List<String> part = fresh.subList(from, Math.min(fresh.size(), from + RANGES_PER_EVENT)).stream()
                    .map(IpRange::toString)
                    .toList();
            announcements.announce(
                    part.size() == 1
                            ? AccountEvent.of("whitelist.entry.added", caller, part.getFirst())
                            : AccountEvent.of("whitelist.entries.added", caller, part.size())
                                    .with("ranges", String.join(" ", part)));
        }
    }

    private IpRangeSet livingRanges(AccountId account) {
        Instant now = clock.instant();
        return new IpRangeSet(entries(account).stream()
                .filter(entry -> !entry.isOver(now))
                .map(WhitelistEntry::range)
                .toList());
    }

    private List<WhitelistEntry> entries(AccountId account) {
        return em.createQuery(
                        "select e from WhitelistEntry e where e.accountId = :account order by e.createdAt, e.id",
                        WhitelistEntry.class)
                .setParameter("account", account.value())
                .getResultList();
    }

    private void finish(AccountEvent event) {
        announcements.announce(event);
        changeClock.tick(Objects.requireNonNull(event.account()));
    }
}
