package io.saltgate.changes;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
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

    @Inject
    public ChangeClock(@Database EntityManager em, AccountChanged.Signal signal) {
        this.em = em;
        this.signal = signal;
    }

    /**
     * Once per transaction and account, as its last statement. Flushes first, so that nothing comes after it. The row
     * of the clock stays locked until the commit: ticks become visible in their order and without gaps.
     *
     * @return this change's tick
     */
    public long tick(UUID account) {
        em.flush();
        em.createNativeQuery("update change_clock set tick = tick + 1 where id = 1")
                .executeUpdate();
        long tick = ((Number) em.createNativeQuery("select tick from change_clock where id = 1")
                        .getSingleResult())
                .longValue();
        em.createNativeQuery(
                        "insert into change_feed (tick, account_id, changed_at) values (?1, ?2, current_timestamp)")
                .setParameter(1, tick)
                .setParameter(2, account)
                .executeUpdate();
        signal.fire(new AccountChanged(account, tick));
        return tick;
    }
}
