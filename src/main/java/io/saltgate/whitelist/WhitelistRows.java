package io.saltgate.whitelist;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.whitelist.Whitelists.NewEntry;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Reads and writes the rows of a list for services that have checked the permission and hold the account's lock.
 */
final class WhitelistRows {

    /** The longest text of an audit entry's ranges, in characters, well within its column. */
    private static final int MAX_RANGES_TEXT = 3_500;

    private final EntityManager em;
    private final Accounts accounts;
    private final Announcements announcements;
    private final ChangeClock changeClock;
    private final Clock clock;

    WhitelistRows(
            EntityManager em, Accounts accounts, Announcements announcements, ChangeClock changeClock, Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.announcements = announcements;
        this.changeClock = changeClock;
        this.clock = clock;
    }

    /** @throws WhitelistClosed if the API is off */
    Whitelist lock(Caller caller) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        Whitelist found = em.find(Whitelist.class, account.value());
        if (found == null) {
            throw new WhitelistClosed();
        }
        return found;
    }

    List<WhitelistEntry> list(AccountId account) {
        return em.createQuery(
                        "select e from WhitelistEntry e where e.accountId = :account order by e.createdAt, e.id",
                        WhitelistEntry.class)
                .setParameter("account", account.value())
                .getResultList();
    }

    /** Ids of one moment are in no order of their own, and the list is to be in that of the form. */
    List<WhitelistEntry> add(Caller caller, Collection<NewEntry> entries, Instant now) {
        Iterator<UUID> ids = Stream.generate(() -> Uuid7.next(clock))
                .limit(entries.size())
                .sorted()
                .iterator();
        return entries.stream()
                .map(entry -> {
                    WhitelistEntry created = new WhitelistEntry(
                            caller.requireAccount(),
                            ids.next(),
                            entry.range(),
                            entry.label(),
                            entry.expiresAt(),
                            now,
                            caller.personOrNull());
                    em.persist(created);
                    return created;
                })
                .toList();
    }

    /** Deletes at once: a range is unique, and one that replaces an expired entry must find that deleted. */
    void delete(Collection<WhitelistEntry> entries) {
        entries.forEach(em::remove); // in batches, each by its key: a statement with a list of ids reads the whole list
        em.flush();
    }

    /**
     * Records every range in the audit trail, as many to an entry as it has room for.
     *
     * @param one the code for a single range
     * @param many the code for several
     */
    void announce(Caller caller, String one, String many, List<String> ranges) {
        for (int from = 0; from < ranges.size(); ) {
            int to = from + 1;
            int length = ranges.get(from).length();
            while (to < ranges.size() && length + 1 + ranges.get(to).length() <= MAX_RANGES_TEXT) {
                length += 1 + ranges.get(to++).length();
            }
            List<String> part = ranges.subList(from, to);
            announcements.announce(
                    part.size() == 1
                            ? AccountEvent.of(one, caller, part.getFirst())
                            : AccountEvent.of(many, caller, part.size()).with("ranges", String.join(" ", part)));
            from = to;
        }
    }

    void announce(AccountEvent event) {
        announcements.announce(event);
    }

    /** Comes last: every other account's changes wait for it until this one is committed. */
    void tick(Caller caller) {
        changeClock.tick(caller.requireAccount().value());
    }
}
