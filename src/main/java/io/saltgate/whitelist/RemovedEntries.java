package io.saltgate.whitelist;

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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Undoes the removal of whitelist entries, for a minute and for the person who removed them. */
@Stateless
@ForOwnAccount
public class RemovedEntries {

    private final WhitelistRows rows;
    private final RemovedEntryRows removed;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RemovedEntries() {
        this(null, null, null, null, null);
    }

    @Inject
    public RemovedEntries(
            @Database EntityManager em,
            Accounts accounts,
            Announcements announcements,
            ChangeClock changeClock,
            Clock clock) {
        this.rows = new WhitelistRows(em, accounts, announcements, changeClock, clock);
        this.removed = new RemovedEntryRows(em, clock);
        this.clock = clock;
    }

    /**
     * Puts the entries of a removal back with their labels and ends: all of them, or none. It opens the list to their
     * addresses again, so it asks for what adding them would.
     *
     * @param removal from {@link WhitelistEdits.Removal}
     * @return the ranges that are on the list again
     * @throws RemovalOver if the caller can't undo this removal, or no more
     * @throws EntryPresent if one of the ranges was added again meanwhile
     * @throws WhitelistFull if the list would grow beyond {@link Whitelists#MAX_ENTRIES}
     * @throws WhitelistClosed if the API is off
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public List<IpRange> restore(Caller caller, UUID removal) {
        Whitelist whitelist = rows.lock(caller);
        AccountId account = caller.requireAccount();
        UUID person = caller.personOrNull();
        List<IpRange> ranges = person == null ? List.of() : removed.find(account, removal, person);
        if (ranges.isEmpty()) {
            throw new RemovalOver();
        }
        Set<IpRange> present =
                rows.list(account).stream().map(WhitelistEntry::range).collect(Collectors.toSet());
        ranges.stream().filter(present::contains).findFirst().ifPresent(range -> {
            throw new EntryPresent(range);
        });
        if (present.size() + ranges.size() > Whitelists.MAX_ENTRIES) {
            throw new WhitelistFull();
        }
        if (ranges.stream().anyMatch(IpRange::isWide)) {
            caller.requireRecentProof(clock.instant());
        }
        removed.restore(account, removal);
        whitelist.touch(clock.instant(), person);
        rows.announce(
                caller,
                "whitelist.entry.restored",
                "whitelist.entries.restored",
                ranges.stream().map(IpRange::toString).toList());
        rows.tick(caller);
        return ranges;
    }
}
