package io.saltgate.usage;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Forgets what was seen more than 30 days ago. Any node may do it. */
@Stateless
@PermitAll
@Unguarded
public class UsageCleanup {

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected UsageCleanup() {
        this(null, null);
    }

    @Inject
    public UsageCleanup(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void deleteOld() {
        Instant end = clock.instant().minus(Usage.KEPT);
        for (String sql : new String[] {
            "delete from usage_hour where began_at < ?1",
            "delete from usage_stranger_hour where began_at < ?1",
            "delete from usage_refusal where refused_at < ?1",
            "delete from address_trouble where last_seen_at < ?1"
        }) {
            em.createNativeQuery(sql)
                    .setParameter(1, end.atOffset(ZoneOffset.UTC))
                    .executeUpdate();
        }
        em.createNativeQuery("delete from usage_caller where seen_on < ?1")
                .setParameter(1, LocalDate.ofInstant(end, ZoneOffset.UTC))
                .executeUpdate();
    }
}
