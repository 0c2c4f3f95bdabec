package io.saltgate.closing;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.ClosedAccountData;
import io.saltgate.accounts.Closures;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Deletes the data of closed accounts that can no longer be reopened, a batch at a time. Any node may do it, and two
 * may at once: what one deletes the other doesn't find.
 */
@Stateless
@PermitAll
@Unguarded
public class ClosedAccountCleanup {

    private final EntityManager em;
    private final Closures closures;
    private final Iterable<ClosedAccountData> data;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ClosedAccountCleanup() {
        this(null, null, List.of(), null);
    }

    @Inject
    public ClosedAccountCleanup(
            @Database EntityManager em, Closures closures, @Any Instance<ClosedAccountData> data, Clock clock) {
        this(em, closures, (Iterable<ClosedAccountData>) data, clock);
    }

    ClosedAccountCleanup(EntityManager em, Closures closures, Iterable<ClosedAccountData> data, Clock clock) {
        this.em = em;
        this.closures = closures;
        this.data = data;
        this.clock = clock;
    }

    /** Finds the account whose time was over first. */
    public Optional<AccountId> findDue() {
        List<?> due = em.createNativeQuery(
                        "select id from account where purge_at <= ?1 order by purge_at fetch first 1 rows only")
                .setParameter(1, Columns.utc(clock.instant()))
                .getResultList();
        return due.stream().map(id -> new AccountId((UUID) id)).findFirst();
    }

    /** Sees to it that the account can't be reopened; false if it was meanwhile. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean begin(AccountId account) {
        return closures.giveUp(account);
    }

    /**
     * Deletes a batch of each feature's data.
     *
     * @return whether more may be left
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteSome(AccountId account) {
        boolean more = false;
        for (ClosedAccountData each : data) {
            more |= each.deleteSome(account);
        }
        return more;
    }

    /** Leaves of the account its slug and its audit trail. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void finish(AccountId account) {
        closures.forget(account);
    }
}
