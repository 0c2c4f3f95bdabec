package io.saltgate.whitelist;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/** Deletes lists for other features' changes, inside their transactions and under their lock. */
@Dependent
@Unguarded
public class WhitelistCleanup {

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public WhitelistCleanup(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    public int countEntries(AccountId account) {
        return em.createQuery("select count(e) from WhitelistEntry e where e.accountId = :account", Long.class)
                .setParameter("account", account.value())
                .getSingleResult()
                .intValue();
    }

    /**
     * Deletes every entry and sets the mode back to Off.
     *
     * @return how many entries there were
     */
    public int deleteAll(AccountId account) {
        Whitelist whitelist = em.find(Whitelist.class, account.value());
        if (whitelist == null) {
            return 0;
        }
        int deleted = em.createQuery("delete from WhitelistEntry e where e.accountId = :account")
                .setParameter("account", account.value())
                .executeUpdate();
        whitelist.changeMode(Whitelist.Mode.OFF, clock.instant(), null);
        return deleted;
    }
}
