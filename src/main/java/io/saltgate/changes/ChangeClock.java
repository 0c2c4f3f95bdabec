package io.saltgate.changes;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Dialect;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.UUID;

/**
 * The tick that ends a lifecycle change, and by which the gate of every node learns of it. Called directly: an event
 * that nobody observed would be a token that never dies.
 */
@Dependent
@Unguarded
public class ChangeClock {

    /** For how long the feed keeps changes. A node that has heard nothing for so long reads everything anew. */
    public static final Duration FEED_KEPT = Duration.ofDays(1);

    private final EntityManager em;
    private final AccountChanged.Signal signal;
    private final HintSettings hints;

    @Inject
    public ChangeClock(@Database EntityManager em, AccountChanged.Signal signal, HintSettings hints) {
        this.em = em;
        this.signal = signal;
        this.hints = hints;
    }

    /**
     * Once per transaction and account, as its last statement. Flushes first, so that nothing comes after it. The row
     * of the clock stays locked until the commit: ticks become visible in their order and without gaps.
     *
     * <p>On PostgreSQL the commit also notifies the listening nodes, by the statement that reads the tick. Transactions
     * that notify commit one at a time; those that hold the clock's row do so already.
     *
     * @return this change's tick
     */
    public long tick(UUID account) {
        em.flush();
        em.createNativeQuery("update change_clock set tick = tick + 1 where id = 1")
                .executeUpdate();
        Object[] row =
                (Object[]) em.createNativeQuery("select epoch, tick from change_clock" + hint() + " where id = 1")
                        .getSingleResult();
        UUID epoch = UUID.fromString(row[0].toString());
        long tick = Columns.number(row[1]);
        em.createNativeQuery(
                        "insert into change_feed (tick, account_id, changed_at) values (?1, ?2, current_timestamp)")
                .setParameter(1, tick)
                .setParameter(2, account)
                .executeUpdate();
        signal.fire(new AccountChanged(epoch, account, tick));
        return tick;
    }

    private String hint() {
        return hints.enabled() && Dialect.isPostgres(em) ? ", pg_notify('" + HintSettings.CHANNEL + "', '')" : "";
    }
}
