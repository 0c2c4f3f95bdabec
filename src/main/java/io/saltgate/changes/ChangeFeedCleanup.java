package io.saltgate.changes;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/** Deletes the changes that the feed has kept for as long as it keeps any. */
@Stateless
@PermitAll
@Unguarded
public class ChangeFeedCleanup {

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ChangeFeedCleanup() {
        this(null, null);
    }

    @Inject
    public ChangeFeedCleanup(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * Deletes a batch.
     *
     * @return whether more may be left
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteSome() {
        return BatchDelete.one(
                        em,
                        "change_feed",
                        "changed_at < ?1",
                        Columns.utc(clock.instant().minus(ChangeClock.FEED_KEPT)))
                == BatchDelete.ROWS;
    }
}
