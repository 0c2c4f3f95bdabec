package io.saltgate.operations;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys, the nodes that hold them, and how far the pass has come that seals everything anew. */
@Dependent
@Unguarded
public class KeyRingStatus {

    /** What a key is for. */
    public enum Use {
        /** In the ring of a node, and not used yet. */
        ADDED,
        /** Seals what is new. */
        ACTIVE,
        /** Was active before; opens and checks. */
        OLD,
        /** Checks old hashes alone. */
        REMOVED
    }

    /**
     * A key.
     *
     * @param here whether this node's ring has it
     */
    public record Key(String id, Use use, boolean here, Instant registeredAt) {}

    /**
     * How far one kind of value is sealed anew.
     *
     * @param finishedAt null while it isn't
     */
    public record Part(
            String name, long done, long total, @Nullable Instant finishedAt) {}

    public record View(List<Key> keys, List<NodeRegister.Node> nodes, List<Part> pass) {

        /** Whether a pass is under way. */
        public boolean isResealing() {
            return pass.stream().anyMatch(part -> part.finishedAt() == null);
        }
    }

    private final EntityManager em;
    private final KeyRing ring;
    private final NodeRegister nodes;

    @Inject
    public KeyRingStatus(@Database EntityManager em, KeyRing ring, NodeRegister nodes) {
        this.em = em;
        this.ring = ring;
        this.nodes = nodes;
    }

    public View get() {
        String active = String.valueOf(em.createNativeQuery("select key_id from change_clock where id = 1")
                .getSingleResult());
        return new View(keys(active), nodes.list(), pass(active));
    }

    private List<Key> keys(String active) {
        List<?> rows = em.createNativeQuery("select key_id, registered_at, activated_at, removed_at from key_ring_key"
                        + " order by registered_at desc, key_id")
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> new Key(
                        (String) row[0],
                        use(row, active),
                        ring.find((String) row[0]).isPresent(),
                        Columns.instant(row[1])))
                .toList();
    }

    private static Use use(Object[] row, String active) {
        if (active.equals(row[0])) {
            return Use.ACTIVE;
        }
        if (row[3] != null) {
            return Use.REMOVED;
        }
        return row[2] == null ? Use.ADDED : Use.OLD;
    }

    private List<Part> pass(String active) {
        List<?> rows = em.createNativeQuery(
                        "select part, done, total, finished_at from key_ring_pass where key_id = ?1 order by part")
                .setParameter(1, active)
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> new Part(
                        (String) row[0],
                        Columns.number(row[1]),
                        Columns.number(row[2]),
                        row[3] == null ? null : Columns.instant(row[3])))
                .toList();
    }
}
