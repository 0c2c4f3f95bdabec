package io.saltgate.api.idempotency;

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

/** Deletes expired keys in batches. */
@Stateless
@PermitAll
public class IdempotencyCleanup {

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected IdempotencyCleanup() {
        this(null, null);
    }

    @Inject
    public IdempotencyCleanup(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** @return the number of keys deleted, at most one batch */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOld() {
        return BatchDelete.one(
                em,
                "idempotency_key",
                "created_at < ?1",
                Columns.utc(clock.instant().minus(IdempotentCalls.KEPT)));
    }
}
