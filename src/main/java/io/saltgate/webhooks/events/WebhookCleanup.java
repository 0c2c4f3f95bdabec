package io.saltgate.webhooks.events;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.webhooks.delivery.WebhookSettings;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Puts away what is over: deliveries that waited for an endpoint that was switched off, events older than they are
 * kept, keys of a day ago. A piece at a time, so that no transaction is long; any node may do it, and two may at once.
 */
@Stateless
@PermitAll
@Unguarded
public class WebhookCleanup {

    static final int DELIVERIES_AT_ONCE = 2_000;
    static final int EVENTS_AT_ONCE = 200;

    /** An event that is just being stored may still mean an endpoint. */
    private static final Duration WHILE_STORING = Duration.ofHours(1);

    private final EntityManager em;
    private final WebhookSettings settings;
    private final Clock clock;
    private final EventRows rows;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WebhookCleanup() {
        this(null, null, null);
    }

    @Inject
    public WebhookCleanup(@Database EntityManager em, WebhookSettings settings, Clock clock) {
        this.em = em;
        this.settings = settings;
        this.clock = clock;
        this.rows = new EventRows(em);
    }

    /** Endpoints that have been switched off at least once, removed ones too. */
    @SuppressWarnings("unchecked")
    public List<UUID> findOnceOff() {
        return (List<UUID>) em.createNativeQuery("select e.id from webhook_endpoint e where e.generation > 1"
                        + " and exists (select 1 from webhook_delivery d where d.state = 'PENDING'"
                        + " and d.endpoint_id = e.id and d.generation < e.generation"
                        + " and (d.claim_id is null or d.due_at <= current_timestamp))")
                .getResultList();
    }

    /**
     * Cancels what waited for an endpoint before it was last switched off.
     *
     * @return how many there were; less than there are if there are many
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int cancelOver(UUID endpoint) {
        @SuppressWarnings("unchecked")
        List<UUID> over = em.createNativeQuery("select d.id from webhook_delivery d"
                        + " where d.endpoint_id = ?1 and d.state = 'PENDING'"
                        + " and d.generation < (select e.generation from webhook_endpoint e where e.id = ?1)"
                        + " and (d.claim_id is null or d.due_at <= current_timestamp)" // otherwise its result may still
                        // come in
                        + " fetch first " + DELIVERIES_AT_ONCE + " rows only" + RowLock.unlessHeld(em))
                .setParameter(1, endpoint)
                .getResultList();
        rows.in(
                "update webhook_delivery set state = 'CANCELLED', claim_id = null where id in (",
                over,
                Query::executeUpdate);
        return over.size();
    }

    /**
     * Deletes some of the events that have been kept long enough, with all that became of them.
     *
     * @return how many there were
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOldEvents() {
        @SuppressWarnings("unchecked")
        List<UUID> old = em.createNativeQuery("select v.id from webhook_event v where v.occurred_at < ?1"
                        + " and not exists (select 1 from webhook_delivery d where d.event_id = v.id"
                        + " and d.state = 'PENDING')"
                        + " order by v.occurred_at fetch first " + EVENTS_AT_ONCE + " rows only"
                        + RowLock.toDelete(em))
                .setParameter(1, Columns.utc(clock.instant().minus(settings.retention())))
                .getResultList();
        old.removeAll(replayed(old));
        rows.delete(old);
        return old.size();
    }

    /** Of events that are locked now, those that were replayed just before. */
    @SuppressWarnings("unchecked")
    private Set<UUID> replayed(List<UUID> events) {
        Set<UUID> found = new HashSet<>();
        rows.in(
                "select event_id from webhook_delivery where state = 'PENDING' and event_id in (",
                events,
                query -> found.addAll(query.getResultList()));
        return found;
    }

    /**
     * Deletes some of the keys of more than a day ago.
     *
     * @return how many there were
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOldKeys() {
        return BatchDelete.one(
                em,
                "webhook_event_key",
                "created_at < ?1",
                Columns.utc(clock.instant().minus(Events.KEY_KEPT)));
    }

    /**
     * Deletes some of the hours older than events are kept, and of the endpoints of which nothing is left since they
     * were removed.
     *
     * @return whether more may be left
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean deleteRest() {
        int hours = BatchDelete.one(
                em, "webhook_hour", "began_at < ?1", Columns.utc(clock.instant().minus(settings.retention())));
        @SuppressWarnings("unchecked")
        List<Object[]> gone = em.createNativeQuery("select e.account_id, e.id from webhook_endpoint e"
                        + " where e.state = 'REMOVED' and e.changed_at < ?1"
                        + " and not exists (select 1 from webhook_delivery d"
                        + " where d.endpoint_id = e.id)"
                        + " fetch first " + EVENTS_AT_ONCE + " rows only")
                .setParameter(1, Columns.utc(clock.instant().minus(WHILE_STORING)))
                .getResultList();
        for (Object[] endpoint : gone) {
            delete("delete from webhook_hour where account_id = ?1 and endpoint_id = ?2", endpoint);
            delete("delete from webhook_header where account_id = ?1 and endpoint_id = ?2", endpoint);
            delete("delete from webhook_endpoint where account_id = ?1 and id = ?2", endpoint);
        }
        return hours == BatchDelete.ROWS || gone.size() == EVENTS_AT_ONCE;
    }

    private void delete(String sql, Object[] key) {
        em.createNativeQuery(sql)
                .setParameter(1, key[0])
                .setParameter(2, key[1])
                .executeUpdate();
    }
}
