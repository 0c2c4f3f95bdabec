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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The use cases of Settings > IP whitelist. */
@Stateless
@ForOwnAccount
public class Whitelists {

    /**
     * What the page shows.
     *
     * @param version what a form to set the mode is bound to
     */
    public record View(Whitelist.Mode mode, long version, List<WhitelistEntry> entries) {}

    /** What came of adding. */
    public enum Added {
        NEW,
        ALREADY_PRESENT
    }

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

    @RolesAllowed(Permission.SEE_API)
    public View getView(Caller caller) {
        Whitelist whitelist = em.find(Whitelist.class, caller.requireAccount().value());
        return whitelist == null
                ? new View(Whitelist.Mode.OFF, 0, List.of())
                : new View(whitelist.mode(), whitelist.version(), entries(caller.requireAccount()));
    }

    /** Adding what is there already changes nothing. */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public Added add(Caller caller, IpRange range, @Nullable String label) {
        Whitelist whitelist = lock(caller);
        if (find(caller.requireAccount(), range).isPresent()) {
            return Added.ALREADY_PRESENT;
        }
        em.persist(new WhitelistEntry(
                caller.requireAccount(), Uuid7.next(clock), range, label, clock.instant(), caller.personOrNull()));
        whitelist.touch(clock.instant(), caller.personOrNull());
        finish(AccountEvent.of("whitelist.entry.added", caller, range));
        return Added.NEW;
    }

    /**
     * Removes an entry; one that is gone already is no error.
     *
     * @return the range, if there was such an entry
     */
    @RolesAllowed(Permission.CHANGE_WHITELIST)
    public Optional<IpRange> remove(Caller caller, UUID entryId) {
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
        return Optional.of(entry.range());
    }

    /**
     * @param seenVersion the version that the form showed
     * @throws WhitelistChanged if mode or entries changed since
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

    private Whitelist lock(Caller caller) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        Whitelist found = em.find(Whitelist.class, account.value());
        if (found != null) {
            return found;
        }
        Whitelist untouched = new Whitelist(account, clock.instant());
        em.persist(untouched);
        em.flush();
        return untouched;
    }

    private Optional<WhitelistEntry> find(AccountId account, IpRange range) {
        return em.createQuery(
                        "select e from WhitelistEntry e where e.accountId = :account and e.range = :range",
                        WhitelistEntry.class)
                .setParameter("account", account.value())
                .setParameter("range", range.toString())
                .getResultStream()
                .findFirst();
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
