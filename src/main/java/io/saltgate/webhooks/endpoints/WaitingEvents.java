package io.saltgate.webhooks.endpoints;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;

/** What waits for an endpoint, and is over when that is switched off. */
@Dependent
@Unguarded
public class WaitingEvents {

    /** More are not looked through: whoever switches off must not wait for a count of millions. */
    private static final int MOST = 1_000;

    private final EntityManager em;

    @Inject
    public WaitingEvents(@Database EntityManager em) {
        this.em = em;
    }

    /** When the first of them occurred, or before; {@code now} if none waits. */
    Instant since(Endpoint endpoint, Instant now) {
        Object[] row = (Object[]) em.createNativeQuery("select count(*), min(w.occurred_at) from ("
                        + "select v.occurred_at from webhook_delivery d join webhook_event v on v.id = d.event_id"
                        + " where d.state = 'PENDING' and d.endpoint_id = ?1 and d.generation = ?2 fetch first "
                        + MOST + " rows only) w")
                .setParameter(1, endpoint.id())
                .setParameter(2, endpoint.generation())
                .getSingleResult();
        if (row[1] == null) {
            return now;
        }
        return Columns.number(row[0]) < MOST ? Columns.instant(row[1]) : endpoint.createdAt();
    }
}
