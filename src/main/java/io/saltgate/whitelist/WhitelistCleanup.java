package io.saltgate.whitelist;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Removes expired entries, by the database's clock, which the gate uses too. They have let no call pass since they
 * expired; this takes them off the page and frees their place. Any node may do it: the account's lock decides which
 * one does.
 */
@Stateless
@PermitAll
@Unguarded
public class WhitelistCleanup {

    private static final int ACCOUNTS_AT_ONCE = 100;

    /** Entries per transaction. Each adds an audit entry; more would hold the account's lock for too long. */
    private static final int ENTRIES_AT_ONCE = 200;

    private final EntityManager em;
    private final Accounts accounts;
    private final Announcements announcements;
    private final ChangeClock changeClock;
    private final RemovedEntryRows removed;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WhitelistCleanup() {
        this(null, null, null, null, null);
    }

    @Inject
    public WhitelistCleanup(
            @Database EntityManager em,
            Accounts accounts,
            Announcements announcements,
            ChangeClock changeClock,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.announcements = announcements;
        this.changeClock = changeClock;
        this.removed = new RemovedEntryRows(em, clock);
    }

    /** Lists accounts with expired entries, a hundred at most. */
    public Set<AccountId> findDue() {
        return Set.copyOf(em.createQuery(
                        "select distinct e.accountId from WhitelistEntry e where e.expiresAt <= current_timestamp",
                        UUID.class)
                .setMaxResults(ACCOUNTS_AT_ONCE)
                .getResultStream()
                .map(AccountId::new)
                .toList());
    }

    /**
     * Deletes a batch of removed entries whose removal can't be undone any more.
     *
     * @return the number of rows deleted
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteRemoved() {
        return removed.deleteOld();
    }

    /**
     * Removes a batch of one account's expired entries.
     *
     * @return the number of entries removed
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int removeExpired(AccountId account) {
        accounts.lockAny(account);
        List<WhitelistEntry> over = em.createQuery(
                        "select e from WhitelistEntry e where e.accountId = :account and e.expiresAt <="
                                + " current_timestamp",
                        WhitelistEntry.class)
                .setParameter("account", account.value())
                .setMaxResults(ENTRIES_AT_ONCE)
                .getResultList();
        for (WhitelistEntry entry : over) {
            em.remove(entry);
            announcements.announce(new AccountEvent(
                    "whitelist.entry.expired",
                    Caller.system(),
                    account,
                    entry.range().toString(),
                    Map.of()));
        }
        if (!over.isEmpty()) {
            changeClock.tick(account.value());
        }
        return over.size();
    }
}
