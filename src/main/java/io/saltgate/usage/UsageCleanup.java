package io.saltgate.usage;

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
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Deletes usage of more than 30 days ago. Any node may do it. */
@Stateless
@PermitAll
@Unguarded
public class UsageCleanup {

    private final EntityManager em;
    private final UsageSettings settings;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected UsageCleanup() {
        this(null, null, null);
    }

    @Inject
    public UsageCleanup(@Database EntityManager em, UsageSettings settings, Clock clock) {
        this.em = em;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Deletes a batch of each table.
     *
     * @return whether more may be left
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteSome() {
        OffsetDateTime counts = Columns.utc(clock.instant().minus(Usage.KEPT));
        Instant end = clock.instant().minus(settings.addresses());
        OffsetDateTime addresses = Columns.utc(end);
        int most = BatchDelete.one(em, "usage_caller", "seen_on < ?1", LocalDate.ofInstant(end, ZoneOffset.UTC));
        most = Math.max(most, BatchDelete.one(em, "usage_hour", "began_at < ?1", counts));
        most = Math.max(most, BatchDelete.one(em, "usage_stranger_hour", "began_at < ?1", counts));
        most = Math.max(most, BatchDelete.one(em, "usage_refusal", "refused_at < ?1", addresses));
        most = Math.max(most, BatchDelete.one(em, "address_trouble", "last_seen_at < ?1", addresses));
        return most == BatchDelete.ROWS;
    }
}
