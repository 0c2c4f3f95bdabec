package io.saltgate.operatorevents;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Hands out events that are due, each to one node at a time, and takes back what came of them. */
@Stateless
@PermitAll
@Unguarded
public class OperatorEventQueue {

    static final int CLAIMED_AT_ONCE = 32;

    /**
     * An event that this node is to send now.
     *
     * @param attempt its number, from 1
     */
    public record Claim(UUID id, String body, int attempt, String url, OperatorSecret secret) {}

    private final EntityManager em;
    private final KeyRing ring;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OperatorEventQueue() {
        this(null, null);
    }

    @Inject
    public OperatorEventQueue(@Database EntityManager em, KeyRing ring) {
        this.em = em;
        this.ring = ring;
    }

    /** @param lease after which an event is due again, if nobody says what came of it */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public List<Claim> claim(Duration lease) {
        if (OperatorEndpoint.get(em).findUrl().isEmpty()) {
            return List.of();
        }
        // Claims are made one after the other, and before any event's row: so nodes can't wait for each other.
        OperatorEndpoint endpoint = OperatorEndpoint.lock(em);
        Optional<String> url = endpoint.findUrl();
        if (url.isEmpty()) {
            return List.of();
        }
        Instant now = DatabaseTime.now(em);
        OperatorSecret secret = endpoint.secret(new Sealing(ring));
        return due(now).stream()
                .map(event -> new Claim(event.id(), event.body(), event.claim(now.plus(lease)), url.get(), secret))
                .toList();
    }

    private List<OperatorEvent> due(Instant now) {
        return em.createQuery(
                        "select e from OperatorEvent e where e.dueAt <= :now order by e.dueAt, e.id",
                        OperatorEvent.class)
                .setParameter("now", now)
                .setMaxResults(CLAIMED_AT_ONCE)
                .getResultList();
    }

    /** The endpoint has taken it. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void settle(Claim claim) {
        if (OperatorEndpoint.get(em).failingSince() != null) {
            OperatorEndpoint.lock(em).succeeded();
        }
        em.createQuery("delete from OperatorEvent e where e.id = :id")
                .setParameter("id", claim.id())
                .executeUpdate();
    }

    /**
     * An attempt failed.
     *
     * @param failure why, as a code
     * @param wait until the next attempt; empty if that was the last one
     * @return whether the endpoint begins to fail with it
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean fail(Claim claim, String failure, Optional<Duration> wait) {
        Instant now = DatabaseTime.now(em);
        OperatorEndpoint endpoint = OperatorEndpoint.lock(em);
        OperatorEvent event = em.find(OperatorEvent.class, claim.id(), LockModeType.PESSIMISTIC_WRITE);
        if (event == null || event.attempts() != claim.attempt()) {
            return false; // switched off meanwhile, or another node's after a long pause of this one
        }
        if (wait.isPresent()) {
            event.putOffUntil(now.plus(wait.get()));
        } else {
            em.remove(event);
            endpoint.gaveUp();
        }
        boolean begins = endpoint.failingSince() == null;
        endpoint.failed(failure, now);
        return begins;
    }
}
