package io.saltgate.apiaccess;

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
import java.time.Duration;

/** Deletes retired tokens after 90 days. Any node may do it. */
@Stateless
@PermitAll
@Unguarded
public class RetiredTokenCleanup {

    private static final Duration KEPT = Duration.ofDays(90);

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RetiredTokenCleanup() {
        this(null, null);
    }

    @Inject
    public RetiredTokenCleanup(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * Deletes a batch of those that are older.
     *
     * @return the number of tokens deleted
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOld() {
        return BatchDelete.one(
                em,
                "retired_token",
                "retired_at < ?1",
                Columns.utc(clock.instant().minus(KEPT)));
    }
}
