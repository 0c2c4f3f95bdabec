package io.saltgate.audit;

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
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries of one page of an account's trail. The cost of a page doesn't grow with the trail: a filter that no
 * index serves is tried on a bounded number of entries, and the next page continues from there.
 */
@Dependent
@Unguarded
public class AuditLog {

    /** Entries that a page tries its filter on. A page can be short or empty while older ones match. */
    static final int MAX_SCANNED = 2_000;

    /** How far the clocks of nodes may differ: entries have the order of their numbers, not exactly of their times. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    /**
     * The entries of one page, in the direction that was asked for.
     *
     * @param rest the number of the last entry that was looked at; null if there are no more
     */
    record Found(List<AuditEntry> entries, @Nullable Long rest) {}

    private final EntityManager em;

    @Inject
    public AuditLog(@Database EntityManager em) {
        this.em = em;
    }

    /** The number of an account's next entry. What stands before it never changes, so that pages are stable. */
    long next(UUID account) {
        AuditChain end = em.find(AuditChain.class, account);
        return end == null ? 1 : end.nextSeq();
    }

    /** @param below as {@link #next} or lower */
    Found findOlder(UUID account, AuditFilter filter, long below, int page) {
        long above =
                filter.from() == null ? 0 : firstSince(account, filter.from().minus(CLOCKS), below) - 1;
        long end = filter.until() == null
                ? below
                : Math.min(below, firstSince(account, filter.until().plus(CLOCKS), below));
        return find(new AuditQuery(account, filter, above, end, true), page);
    }

    /** @param next from {@link #next} */
    Found findNewer(UUID account, AuditFilter filter, long above, long next, int page) {
        long start = filter.from() == null
                ? above
                : Math.max(above, firstSince(account, filter.from().minus(CLOCKS), next) - 1);
        long below = filter.until() == null
                ? next
                : firstSince(account, filter.until().plus(CLOCKS), next);
        return find(new AuditQuery(account, filter, start, below, false), page);
    }

    @SuppressWarnings("unchecked")
    private Found find(AuditQuery query, int page) {
        List<AuditEntry> found = query.entries(em, MAX_SCANNED, page + 1).getResultList();
        if (found.size() > page) {
            return new Found(found.subList(0, page), found.get(page - 1).seq());
        }
        return new Found(found, query.findLastScanned(em, MAX_SCANNED, page + 1));
    }

    /** The number of the first entry since a time: halves the chain, by its key, until it is found. */
    private long firstSince(UUID account, Instant time, long below) {
        long before = 0;
        long high = below - 1;
        while (before < high) {
            long middle = before + (high - before + 1) / 2;
            // Downwards: upwards, H2 reads the chain from its beginning (see AuditQuery).
            List<?> row = em.createNativeQuery("select e.seq, e.happened_at from audit_entry e where e.chain_id = ?1"
                            + " and e.seq <= ?2 order by e.chain_id desc, e.seq desc fetch first 1 rows only")
                    .setParameter(1, account)
                    .setParameter(2, middle)
                    .getResultList();
            Object[] columns = row.isEmpty() ? null : (Object[]) row.getFirst();
            if (columns != null && Columns.instant(columns[1]).isBefore(time)) {
                before = middle;
            } else {
                high = columns == null ? before : Math.max(before, Columns.number(columns[0]) - 1);
            }
        }
        return before + 1;
    }
}
