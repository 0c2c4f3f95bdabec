package io.saltgate.console;

import io.saltgate.accounts.ChangeClock;
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
import java.time.Instant;

/** What of this feature's has served its time: forms that were sent, and the feed of changes. */
@Stateless
@PermitAll
@Unguarded
public class HousekeepingCleanup {

    private static final Duration FORMS = Duration.ofDays(1);

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected HousekeepingCleanup() {
        this(null, null);
    }

    @Inject
    public HousekeepingCleanup(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * Deletes a batch of each.
     *
     * @return whether more may be left
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteSome() {
        Instant now = clock.instant();
        int forms = BatchDelete.one(em, "form_sent", "sent_at < ?1", Columns.utc(now.minus(FORMS)));
        int changes =
                BatchDelete.one(em, "change_feed", "changed_at < ?1", Columns.utc(now.minus(ChangeClock.FEED_KEPT)));
        return Math.max(forms, changes) == BatchDelete.ROWS;
    }
}
