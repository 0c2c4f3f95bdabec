package io.saltgate.operations;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The nodes that run, each with the keys that it holds: none may be left behind by a change of the active key. */
@Stateless
@PermitAll
@Unguarded
public class NodeRegister {

    /** By the database's time: a node that was not heard of for so long doesn't run. Its gate has closed long before. */
    private static final String SILENCE = "interval '30' second";

    /**
     * A node.
     *
     * @param keys the ids of the whole keys that it holds
     */
    public record Node(String name, List<String> keys, String activeKey, Instant seenAt) {}

    private final EntityManager em;
    private final KeyRing ring;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected NodeRegister() {
        this(null, null);
    }

    @Inject
    public NodeRegister(@Database EntityManager em, KeyRing ring) {
        this.em = em;
        this.ring = ring;
    }

    /**
     * Notes that this node runs, with its keys, and registers those that are new.
     *
     * @return the key that is active by now
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public String beat(UUID id, String name) {
        registerKeys();
        String keys = ring.keys().stream()
                .filter(key -> !key.isReduced())
                .map(KeyRing.Key::id)
                .collect(Collectors.joining(" "));
        int known = em.createNativeQuery(
                        "update node set key_ids = ?1, active_key = ?2, seen_at = current_timestamp where id = ?3")
                .setParameter(1, keys)
                .setParameter(2, ring.current().id())
                .setParameter(3, id)
                .executeUpdate();
        if (known == 0) {
            em.createNativeQuery("delete from node where seen_at < current_timestamp - interval '1' day")
                    .executeUpdate();
            em.createNativeQuery("insert into node (id, name, key_ids, active_key, seen_at)"
                            + " values (?1, ?2, ?3, ?4, current_timestamp)")
                    .setParameter(1, id)
                    .setParameter(2, name)
                    .setParameter(3, keys)
                    .setParameter(4, ring.current().id())
                    .executeUpdate();
        }
        return String.valueOf(em.createNativeQuery("select key_id from change_clock where id = 1")
                .getSingleResult());
    }

    private void registerKeys() {
        List<?> known = em.createNativeQuery("select key_id from key_ring_key").getResultList();
        for (KeyRing.Key key : ring.keys()) {
            if (!known.contains(key.id())) {
                em.createNativeQuery("insert into key_ring_key (key_id, fingerprint, registered_at)"
                                + " values (?1, ?2, current_timestamp)")
                        .setParameter(1, key.id())
                        .setParameter(2, key.fingerprint())
                        .executeUpdate();
            }
        }
    }

    /** The nodes that run. */
    public List<Node> list() {
        List<?> rows = em.createNativeQuery(
                        "select name, key_ids, active_key, seen_at from node where seen_at > current_timestamp - "
                                + SILENCE + " order by name, id")
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> new Node(
                        (String) row[0],
                        List.of(((String) row[1]).split(" ")),
                        (String) row[2],
                        Columns.instant(row[3])))
                .toList();
    }

    public List<String> listWithout(String key) {
        return list().stream()
                .filter(node -> !node.keys().contains(key))
                .map(Node::name)
                .toList();
    }

    public List<String> listSealingWith(String key) {
        return list().stream()
                .filter(node -> node.activeKey().equals(key))
                .map(Node::name)
                .toList();
    }
}
