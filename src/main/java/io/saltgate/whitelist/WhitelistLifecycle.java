package io.saltgate.whitelist;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/**
 * Opens and closes an account's whitelist for changes of other features, in their transaction and under their lock.
 */
@Dependent
@Unguarded
public class WhitelistLifecycle {

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public WhitelistLifecycle(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** Opens an empty list in mode Off. */
    public void open(AccountId account) {
        close(account);
        em.persist(new Whitelist(account, clock.instant()));
        em.flush();
    }

    /**
     * Deletes the list and every entry.
     *
     * @return how many entries there were
     */
    public int close(AccountId account) {
        // Also what a removal could still be undone from: the list ends.
        em.createNativeQuery("delete from removed_whitelist_entry where account_id = ?1")
                .setParameter(1, account.value())
                .executeUpdate();
        int deleted = em.createQuery("delete from WhitelistEntry e where e.accountId = :account")
                .setParameter("account", account.value())
                .executeUpdate();
        em.createQuery("delete from Whitelist w where w.accountId = :account")
                .setParameter("account", account.value())
                .executeUpdate();
        return deleted;
    }

    public int countEntries(AccountId account) {
        return em.createQuery("select count(e) from WhitelistEntry e where e.accountId = :account", Long.class)
                .setParameter("account", account.value())
                .getSingleResult()
                .intValue();
    }
}
