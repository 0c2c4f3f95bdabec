package io.saltgate.usage;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Finds the last call with a token of an account, allowed or not, for the services of other features. */
@Dependent
@Unguarded
public class LastCalls {

    private final EntityManager em;

    @Inject
    public LastCalls(@Database EntityManager em) {
        this.em = em;
    }

    /** Empty if there was none within {@link Usage#KEPT}. */
    public Optional<Instant> find(AccountId account) {
        return findHour(account, false).map(hour -> findCall(account, hour).orElse(hour));
    }

    /**
     * Finds the beginning of the last hour with calls, by an index.
     *
     * @param allowed counts allowed calls alone
     */
    Optional<Instant> findHour(AccountId account, boolean allowed) {
        List<?> rows = em.createNativeQuery("select h.began_at from usage_hour h where h.account_id = ?1"
                        + (allowed ? " and h.outcome in ('allowed', 'would.refuse')" : "")
                        + " order by h.account_id desc, h.began_at desc fetch first 1 rows only")
                .setParameter(1, account.value())
                .getResultList();
        return rows.stream().map(Columns::instant).findFirst();
    }

    /** Of the day of the hour: a day has a bounded number of callers. */
    private Optional<Instant> findCall(AccountId account, Instant hour) {
        Object last = em.createNativeQuery(
                        "select max(c.last_seen_at) from usage_caller c where c.seen_on = ?1 and c.account_id = ?2")
                .setParameter(1, LocalDate.ofInstant(hour, ZoneOffset.UTC))
                .setParameter(2, account.value())
                .getSingleResult();
        return Optional.ofNullable(last).map(Columns::instant);
    }
}
