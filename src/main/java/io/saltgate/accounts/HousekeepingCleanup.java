package io.saltgate.accounts;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

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

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void deleteOld() {
        em.createQuery("delete from SentForm f where f.sentAt < :end")
                .setParameter("end", clock.instant().minus(FORMS))
                .executeUpdate();
        em.createNativeQuery("delete from change_feed where changed_at < ?1")
                .setParameter(1, OffsetDateTime.ofInstant(clock.instant().minus(ChangeClock.FEED_KEPT), ZoneOffset.UTC))
                .executeUpdate();
    }
}
