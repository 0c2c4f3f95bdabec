package io.saltgate.team;

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

/**
 * Deletes invitations that expired or were accepted more than 30 days ago. Withdrawn and replaced ones are deleted at
 * once; the audit trail keeps a record of each.
 */
@Stateless
@PermitAll
@Unguarded
public class InvitationCleanup {

    static final Duration KEPT = Duration.ofDays(30);

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected InvitationCleanup() {
        this(null, null);
    }

    @Inject
    public InvitationCleanup(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** @return the number of invitations deleted, at most one batch */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOld() {
        return BatchDelete.one(
                em, "invitation", "expires_at < ?1", Columns.utc(clock.instant().minus(KEPT)));
    }
}
