package io.saltgate.usage;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Finds accounts whose refused calls rose in an hour: at least {@value #LEAST}, and more than twice as many as in any of
 * the 24 hours before. An account that is refused as much as before isn't found again.
 */
@Dependent
@Unguarded
public class RisingRefusals {

    /** Fewer refused calls of an hour are no news. */
    static final int LEAST = 50;

    /** Of one hour, those with the most refused calls. */
    static final int MOST_ACCOUNTS = 1_000;

    private static final Duration BEFORE = Duration.ofHours(24);

    private static final String REFUSED = "outcome not in ('allowed', 'would.refuse')";

    // The first part reads one hour by the table's key, the second 24 hours of each account that was found.
    private static final String RISING = """
            with now as (
                select account_id, sum(calls) as refused from usage_hour where began_at = ?1 and %1$s
                group by account_id having sum(calls) >= %2$d
                order by sum(calls) desc, account_id fetch first %3$d rows only),
            earlier as (
                select h.account_id, h.began_at, sum(h.calls) as refused
                from now join usage_hour h on h.account_id = now.account_id
                where h.began_at >= ?2 and h.began_at < ?1 and h.%1$s
                group by h.account_id, h.began_at)
            select now.account_id, now.refused, coalesce(max(earlier.refused), 0)
            from now left join earlier on earlier.account_id = now.account_id
            group by now.account_id, now.refused
            having now.refused > 2 * coalesce(max(earlier.refused), 0)
            order by now.account_id
            """.formatted(REFUSED, LEAST, MOST_ACCOUNTS);

    /**
     * An account whose refused calls rose.
     *
     * @param refused calls in the hour
     * @param before the most in any of the 24 hours before
     */
    public record Rise(AccountId account, long refused, long before) {}

    private final EntityManager em;

    @Inject
    public RisingRefusals(@Database EntityManager em) {
        this.em = em;
    }

    /** @param hour its beginning; it must be over, and its calls written */
    public List<Rise> in(Instant hour) {
        @SuppressWarnings("unchecked")
        Stream<Object[]> rows = em.createNativeQuery(RISING)
                .setParameter(1, Columns.utc(hour))
                .setParameter(2, Columns.utc(hour.minus(BEFORE)))
                .getResultStream();
        return rows.map(row -> new Rise(new AccountId((UUID) row[0]), Columns.number(row[1]), Columns.number(row[2])))
                .toList();
    }
}
