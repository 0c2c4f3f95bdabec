package io.saltgate.consolelinks;

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

/** Deletes console links that expired a day ago, used or not: until then their page knows the way back. */
@Stateless
@PermitAll
@Unguarded
public class ConsoleLinkCleanup {

    static final Duration KEPT = Duration.ofDays(1);

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ConsoleLinkCleanup() {
        this(null, null);
    }

    @Inject
    public ConsoleLinkCleanup(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** @return the number of links deleted, at most one batch */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOld() {
        return BatchDelete.one(
                em,
                "console_link",
                "expires_at < ?1",
                Columns.utc(clock.instant().minus(KEPT)));
    }
}
