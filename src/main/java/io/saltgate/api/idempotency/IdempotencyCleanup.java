package io.saltgate.api.idempotency;

import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/** Deletes keys that no longer mean a call, a thousand in a transaction. */
@Stateless
@PermitAll
public class IdempotencyCleanup {

    private static final int AT_ONCE = 1_000;

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

    /** @return how many there were; less than there are if there are many */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOld() {
        return em.createNativeQuery(
                        "delete from idempotency_key where key_hash in (select key_hash from idempotency_key"
                                + " where created_at < ?1 order by created_at fetch first " + AT_ONCE + " rows only)")
                .setParameter(1, Columns.utc(clock.instant().minus(IdempotentCalls.KEPT)))
                .executeUpdate();
    }
}
