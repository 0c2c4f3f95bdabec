package io.saltgate.whitelist;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Keeps removed entries for a minute, for who removed them. Times are the database's, so that all nodes agree on when
 * the minute is over.
 */
final class RemovedEntryRows {

    /** For how long a removal can be undone. */
    static final Duration KEPT = Duration.ofMinutes(1);

    /** Ids per statement. */
    private static final int IDS_PER_STATEMENT = 500;

    /** The columns that both tables have. */
    private static final String COLUMNS =
            "account_id, id, address_range, label, created_at, created_by, expires_at, end_told";

    private final EntityManager em;
    private final Clock clock;

    RemovedEntryRows(EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * Copies entries that are about to be deleted.
     *
     * @param by the person who removes them
     * @return the id of the removal
     */
    UUID keep(Caller caller, UUID by, Collection<WhitelistEntry> entries) {
        UUID removal = Uuid7.next(clock);
        List<UUID> ids = entries.stream().map(WhitelistEntry::id).toList();
        for (int from = 0; from < ids.size(); from += IDS_PER_STATEMENT) {
            List<UUID> some = ids.subList(from, Math.min(ids.size(), from + IDS_PER_STATEMENT));
            Query query =
                    em.createNativeQuery("insert into removed_whitelist_entry (removal_id, removed_at, removed_by, "
                            + COLUMNS + ") select cast(?1 as uuid), current_timestamp, cast(?2 as uuid), " + COLUMNS
                            + " from whitelist_entry where account_id = ?3 and id in (" + parameters(4, some.size())
                            + ")");
            query.setParameter(1, removal).setParameter(2, by);
            query.setParameter(3, caller.requireAccount().value());
            for (int i = 0; i < some.size(); i++) {
                query.setParameter(4 + i, some.get(i));
            }
            query.executeUpdate();
        }
        return removal;
    }

    /** Lists the ranges of a removal that the person may still undo; empty if there are none. */
    List<IpRange> find(AccountId account, UUID removal, UUID by) {
        List<?> ranges = em.createNativeQuery("select address_range from removed_whitelist_entry"
                        + " where removal_id = ?1 and account_id = ?2 and removed_by = ?3 and removed_at > ?4"
                        + " order by created_at, id")
                .setParameter(1, removal)
                .setParameter(2, account.value())
                .setParameter(3, by)
                .setParameter(4, Columns.utc(oldest()))
                .getResultList();
        return ranges.stream().map(range -> IpRange.of((String) range)).toList();
    }

    /** Puts the entries of a removal back, as they were. */
    void restore(AccountId account, UUID removal) {
        em.createNativeQuery("insert into whitelist_entry (" + COLUMNS + ") select " + COLUMNS
                        + " from removed_whitelist_entry where removal_id = ?1 and account_id = ?2")
                .setParameter(1, removal)
                .setParameter(2, account.value())
                .executeUpdate();
        em.createNativeQuery("delete from removed_whitelist_entry where removal_id = ?1 and account_id = ?2")
                .setParameter(1, removal)
                .setParameter(2, account.value())
                .executeUpdate();
    }

    /**
     * Deletes a batch of what can't be undone any more.
     *
     * @return the number of rows deleted
     */
    int deleteOld() {
        return BatchDelete.one(em, "removed_whitelist_entry", "removed_at <= ?1", Columns.utc(oldest()));
    }

    private Instant oldest() {
        return DatabaseTime.now(em).minus(KEPT);
    }

    private static String parameters(int first, int count) {
        StringBuilder text = new StringBuilder("?" + first);
        for (int i = first + 1; i < first + count; i++) {
            text.append(", ?").append(i);
        }
        return text.toString();
    }
}
