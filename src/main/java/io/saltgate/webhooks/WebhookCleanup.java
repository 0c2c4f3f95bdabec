package io.saltgate.webhooks;

import io.saltgate.platform.Unguarded;
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
import java.util.List;
import java.util.UUID;

/**
 * Puts away what is over: deliveries that waited for an endpoint that was switched off, events older than they are kept, keys
 * of a day ago. A piece at a time, so that no transaction is long; any node may do it, and two may at once.
 */
@Stateless
@PermitAll
@Unguarded
public class WebhookCleanup {

    private static final int DELIVERIES_AT_ONCE = 2_000;
    private static final int EVENTS_AT_ONCE = 200;
    private static final int KEYS_AT_ONCE = 1_000;

    /** An event that is just being stored may still mean an endpoint. */
    private static final Duration WHILE_STORING = Duration.ofHours(1);

    private final EntityManager em;
    private final WebhookSettings settings;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WebhookCleanup() {
        this(null, null, null);
    }

    @Inject
    public WebhookCleanup(@Database EntityManager em, WebhookSettings settings, Clock clock) {
        this.em = em;
        this.settings = settings;
        this.clock = clock;
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
        return em.createNativeQuery("update webhook_delivery set state = 'CANCELLED', claim_id = null"
                        + " where endpoint_id = ?1 and state = 'PENDING' and id in (select d.id from webhook_delivery d"
                        + " join webhook_endpoint e on e.id = d.endpoint_id where d.endpoint_id = ?1"
                        + " and d.state = 'PENDING' and d.generation < e.generation"
                        // What is under way may still be reported.
                        + " and (d.claim_id is null or d.due_at <= current_timestamp) fetch first " + DELIVERIES_AT_ONCE
                        + " rows only)")
                .setParameter(1, endpoint)
                .executeUpdate();
    }

    /**
     * Deletes some of the events that have been kept long enough, with all that became of them.
     *
     * @return how many there were
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOldEvents() {
        @SuppressWarnings("unchecked")
        List<Object[]> old = em.createNativeQuery(
                        "select v.account_id, v.id from webhook_event v where v.occurred_at < ?1"
                                + " and not exists (select 1 from webhook_delivery d where d.account_id = v.account_id"
                                + " and d.event_id = v.id and d.state = 'PENDING')"
                                + " order by v.occurred_at fetch first " + EVENTS_AT_ONCE + " rows only")
                .setParameter(1, Columns.utc(clock.instant().minus(settings.retention())))
                .getResultList();
        for (Object[] event : old) {
            delete(
                    "delete from webhook_attempt where account_id = ?1 and delivery_id in"
                            + " (select id from webhook_delivery where account_id = ?1 and event_id = ?2)",
                    event);
            delete("delete from webhook_delivery where account_id = ?1 and event_id = ?2", event);
            delete("delete from webhook_event_key where account_id = ?1 and event_id = ?2", event);
            delete("delete from webhook_event where account_id = ?1 and id = ?2", event);
        }
        return old.size();
    }

    /**
     * Deletes some of the keys of more than a day ago.
     *
     * @return how many there were
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int deleteOldKeys() {
        @SuppressWarnings("unchecked")
        List<Object[]> old = em.createNativeQuery("select account_id, key_hash from webhook_event_key"
                        + " where created_at < ?1 order by created_at fetch first " + KEYS_AT_ONCE + " rows only")
                .setParameter(1, Columns.utc(clock.instant().minus(Events.KEY_KEPT)))
                .getResultList();
        old.forEach(key -> delete("delete from webhook_event_key where account_id = ?1 and key_hash = ?2", key));
        return old.size();
    }

    /** Hours older than events are kept, and endpoints of which nothing is left since they were removed. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void deleteRest() {
        em.createNativeQuery("delete from webhook_hour where began_at < ?1")
                .setParameter(1, Columns.utc(clock.instant().minus(settings.retention())))
                .executeUpdate();
        @SuppressWarnings("unchecked")
        List<Object[]> gone = em.createNativeQuery("select e.account_id, e.id from webhook_endpoint e"
                        + " where e.state = 'REMOVED' and e.changed_at < ?1"
                        + " and not exists (select 1 from webhook_delivery d"
                        + " where d.account_id = e.account_id and d.endpoint_id = e.id)"
                        + " fetch first " + EVENTS_AT_ONCE + " rows only")
                .setParameter(1, Columns.utc(clock.instant().minus(WHILE_STORING)))
                .getResultList();
        for (Object[] endpoint : gone) {
            delete("delete from webhook_hour where account_id = ?1 and endpoint_id = ?2", endpoint);
            delete("delete from webhook_header where account_id = ?1 and endpoint_id = ?2", endpoint);
            delete("delete from webhook_endpoint where account_id = ?1 and id = ?2", endpoint);
        }
    }

    private void delete(String sql, Object[] key) {
        em.createNativeQuery(sql)
                .setParameter(1, key[0])
                .setParameter(2, key[1])
                .executeUpdate();
    }
}
