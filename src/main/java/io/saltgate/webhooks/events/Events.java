package io.saltgate.webhooks.events;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiStates;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.webhooks.ApiIsOff;
import io.saltgate.webhooks.NewEvent;
import io.saltgate.webhooks.WebhookEvent;
import io.saltgate.webhooks.delivery.DeliveriesDue;
import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.EndpointKey;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes events in: stored, with a delivery for each endpoint that wants it, before the caller has an answer. */
@Stateless
@ForOwnAccount
public class Events {

    /** For how long a key that comes again means the same event. */
    static final Duration KEY_KEPT = Duration.ofHours(24);

    private final EntityManager em;
    private final ApiStates api;
    private final DeliveriesDue.Signal signal;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Events() {
        this(null, null, null, null);
    }

    @Inject
    public Events(@Database EntityManager em, ApiStates api, DeliveriesDue.Signal signal, Clock clock) {
        this.em = em;
        this.api = api;
        this.signal = signal;
        this.clock = clock;
    }

    /**
     * Stores an event. Of two calls with one key at once one fails with the database's complaint about it; done again,
     * it finds the other's event.
     *
     * @param key by which the caller tells a repeated call; null if it doesn't
     * @param body what the call carried, of which only a hash is kept
     * @return the event's id
     * @throws ApiIsOff while the account's API is off
     * @throws IdempotencyKeyReused if the key came with another body
     */
    @RolesAllowed(Permission.SCOPE_EVENTS)
    public UUID accept(Caller caller, NewEvent event, @Nullable String key, byte[] body) {
        AccountId account = caller.requireAccount();
        if (!api.isOn(account)) {
            throw new ApiIsOff();
        }
        if (key == null) {
            return store(account, event);
        }
        String keyHash = Hashes.sha256(key);
        String bodyHash = Hashes.base64Url(Hashes.sha256(body));
        Optional<UUID> before = findBefore(account, keyHash, bodyHash);
        if (before.isPresent()) {
            return before.get();
        }
        UUID id = store(account, event);
        em.flush();
        em.createNativeQuery("insert into webhook_event_key (account_id, key_hash, body_hash, event_id, created_at)"
                        + " values (?1, ?2, ?3, ?4, ?5)")
                .setParameter(1, account.value())
                .setParameter(2, keyHash)
                .setParameter(3, bodyHash)
                .setParameter(4, id)
                .setParameter(5, Columns.utc(clock.instant()))
                .executeUpdate();
        return id;
    }

    private Optional<UUID> findBefore(AccountId account, String keyHash, String bodyHash) {
        em.createNativeQuery(
                        "delete from webhook_event_key where account_id = ?1 and key_hash = ?2 and created_at < ?3")
                .setParameter(1, account.value())
                .setParameter(2, keyHash)
                .setParameter(3, Columns.utc(clock.instant().minus(KEY_KEPT)))
                .executeUpdate();
        @SuppressWarnings("unchecked")
        List<Object[]> rows = em.createNativeQuery("select event_id, body_hash from webhook_event_key"
                        + " where account_id = ?1 and key_hash = ?2")
                .setParameter(1, account.value())
                .setParameter(2, keyHash)
                .getResultList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        if (!rows.getFirst()[1].equals(bodyHash)) {
            throw new IdempotencyKeyReused();
        }
        return Optional.of((UUID) rows.getFirst()[0]);
    }

    private UUID store(AccountId account, NewEvent event) {
        Instant now = clock.instant();
        WebhookEvent stored = new WebhookEvent(account, Uuid7.next(clock), event, now, false);
        em.persist(stored);
        Set<EndpointKey> due = new HashSet<>();
        List<Endpoint> wanting = listOn(account).stream()
                .filter(endpoint -> endpoint.types().takes(event.type()))
                .toList();
        Instant dueAt = wanting.isEmpty() ? now : DatabaseTime.now(em);
        for (Endpoint endpoint : wanting) {
            em.persist(new Delivery(Uuid7.next(clock), endpoint, stored.id(), Delivery.Cause.EVENT, now, dueAt));
            due.add(endpoint.key());
        }
        if (!due.isEmpty()) {
            signal.fire(new DeliveriesDue(due));
        }
        return stored.id();
    }

    /** Read without a lock: one that is switched off meanwhile has another generation, and gets nothing of this. */
    private List<Endpoint> listOn(AccountId account) {
        return em.createQuery(
                        "select e from Endpoint e where e.accountId = :account and e.state = :on order by e.id",
                        Endpoint.class)
                .setParameter("account", account.value())
                .setParameter("on", Endpoint.State.ON)
                .getResultList();
    }
}
