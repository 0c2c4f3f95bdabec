package io.saltgate.operations;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.SealedTable;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Activates a key for all nodes at once, and removes one that nothing is sealed under any longer. */
@Stateless
@PermitAll
@Unguarded
public class KeyRotation {

    private static final String ACTIVE = "select key_id from change_clock where id = 1";

    private final EntityManager em;
    private final KeyRing ring;
    private final NodeRegister nodes;
    private final Instance<SealedTable> tables;
    private final KeyRingStatus status;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected KeyRotation() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public KeyRotation(
            @Database EntityManager em,
            KeyRing ring,
            NodeRegister nodes,
            Instance<SealedTable> tables,
            KeyRingStatus status,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.ring = ring;
        this.nodes = nodes;
        this.tables = tables;
        this.status = status;
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * Makes a key the one that all nodes seal and hash with.
     *
     * @throws Refusal if a node that runs doesn't hold it, or it was removed
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void activate(String key) {
        lock();
        if (!ring.holds(key)) {
            throw new Refusal("this node's key ring has no key " + key + "; add it with bin/keys add");
        }
        if (key.equals(active())) {
            throw new Refusal("the key " + key + " is active already");
        }
        List<String> without = nodes.listWithout(key);
        if (!without.isEmpty()) {
            throw new Refusal("these nodes don't have the key " + key + " yet: " + String.join(", ", without)
                    + "; copy the key ring there, wait a few seconds, and try again");
        }
        announcements.announce(new AccountEvent("key.activated", Caller.system(), null, key, Map.of()));
        em.flush();
        em.createNativeQuery("update key_ring_key set activated_at = ?1 where key_id = ?2 and activated_at is null")
                .setParameter(1, Columns.utc(clock.instant()))
                .setParameter(2, key)
                .executeUpdate();
        em.createNativeQuery("update change_clock set key_id = ?1 where id = 1")
                .setParameter(1, key)
                .executeUpdate();
    }

    /**
     * Marks a key as removed, after which its line in the key ring may be reduced to what checks old hashes.
     *
     * @throws Refusal if it is active, or something is still sealed under it
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void remove(String key) {
        lock();
        if (em.createNativeQuery("select 1 from key_ring_key where key_id = ?1")
                .setParameter(1, key)
                .getResultList()
                .isEmpty()) {
            throw new Refusal("there is no key " + key);
        }
        if (key.equals(active())) {
            throw new Refusal("the key " + key + " is active; activate another one first");
        }
        List<String> uses = listUses(key);
        if (!uses.isEmpty()) {
            throw new Refusal("the key " + key + " is still in use (" + String.join(", ", uses)
                    + "); wait until bin/keys status says that everything is sealed anew");
        }
        List<String> others = nodes.listSealingWith(key);
        if (!others.isEmpty()) {
            throw new Refusal("these nodes still seal with the key " + key + ": " + String.join(", ", others));
        }
        announcements.announce(new AccountEvent("key.removed", Caller.system(), null, key, Map.of()));
        em.createNativeQuery("update key_ring_key set removed_at = ?1 where key_id = ?2 and removed_at is null")
                .setParameter(1, Columns.utc(clock.instant()))
                .setParameter(2, key)
                .executeUpdate();
    }

    /** The keys, the nodes that hold them, and how far everything is sealed anew. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public KeyRingStatus.View status() {
        return status.get();
    }

    private List<String> listUses(String key) {
        List<String> uses = new ArrayList<>();
        try {
            for (SealedTable table : tables) {
                long count = table.countByKey(em.unwrap(Connection.class)).getOrDefault(key, 0L);
                if (count > 0) {
                    uses.add(count + " " + table.part());
                }
            }
        } catch (SQLException e) {
            throw new Refusal("what is sealed under the key " + key + " can't be counted: " + e.getMessage());
        }
        return uses;
    }

    /** One change of keys at a time, and no start of a node in between. */
    private void lock() {
        em.createNativeQuery("select id from installation where id = 1 for update")
                .getResultList();
    }

    private String active() {
        return String.valueOf(em.createNativeQuery(ACTIVE).getSingleResult());
    }
}
