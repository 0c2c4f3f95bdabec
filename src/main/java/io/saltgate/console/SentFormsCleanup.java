package io.saltgate.console;

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

/** Deletes the forms that were sent more than a day ago. */
@Stateless
@PermitAll
@Unguarded
public class SentFormsCleanup {

    private static final Duration KEPT = Duration.ofDays(1);

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SentFormsCleanup() {
        this(null, null);
    }

    @Inject
    public SentFormsCleanup(@Database EntityManager em, Clock clock) {
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
                        "form_sent",
                        "sent_at < ?1",
                        Columns.utc(clock.instant().minus(KEPT)))
                == BatchDelete.ROWS;
    }
}
