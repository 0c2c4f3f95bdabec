package io.saltgate.operations;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.platform.db.SealedTable;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seals everything anew under the active key, a bounded batch at a time. How far it has come stands in the database, so
 * that any node goes on. A pass that changed something is followed by another, until one has found nothing.
 */
@Stateless
@PermitAll
@Unguarded
public class ResealPass {

    /** Rows of one batch: some tens of milliseconds, in which at most these rows are locked. */
    static final int ROWS = 200;

    private final EntityManager em;
    private final KeyRing ring;
    private final NodeRegister nodes;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ResealPass() {
        this(null, null, null, null);
    }

    @Inject
    public ResealPass(@Database EntityManager em, KeyRing ring, NodeRegister nodes, Clock clock) {
        this.em = em;
        this.ring = ring;
        this.nodes = nodes;
        this.clock = clock;
    }

    /**
     * Seals the next batch of a table anew.
     *
     * @return whether more is left for this node
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean resealSome(SealedTable table) {
        String active = ring.current().id();
        if (ring.keys().size() < 2
                || nodes.list().stream().anyMatch(node -> !node.activeKey().equals(active))) {
            return false; // a node that still seals with the old key would undo what is done
        }
        try {
            return resealSome(table, active, em.unwrap(Connection.class));
        } catch (SQLException e) {
            throw new IllegalStateException("the pass over " + table + " failed and goes on later", e);
        }
    }

    private boolean resealSome(SealedTable table, String active, Connection connection) throws SQLException {
        List<?> rows = em.createNativeQuery("select key_id, place, changed, finished_at from key_ring_pass where part ="
                        + " ?1" + RowLock.unlessHeld(em))
                .setParameter(1, table.part())
                .getResultList();
        if (rows.isEmpty()) {
            return begin(table, active, connection);
        }
        Object[] pass = (Object[]) rows.getFirst();
        if (!active.equals(pass[0])) {
            restart(table, active, connection);
            return true;
        }
        if (pass[3] != null) {
            return false;
        }
        SealedTable.Batch batch = table.reseal(connection, ring, (@Nullable String) pass[1], ROWS);
        long changed = Columns.number(pass[2]) + batch.left();
        boolean atEnd = batch.read() < ROWS;
        boolean finished = atEnd && changed == 0;
        em.createNativeQuery(
                        "update key_ring_pass set place = cast(?1 as varchar(400)), changed = ?2,"
                                + " done = case when ?3 then total else least(done + ?4, total) end,"
                                + " finished_at = case when ?5 then cast(?6 as timestamp(6) with time zone) end where part = ?7")
                .setParameter(1, atEnd ? null : batch.last())
                .setParameter(2, atEnd ? 0 : changed)
                .setParameter(3, atEnd)
                .setParameter(4, batch.read())
                .setParameter(5, finished)
                .setParameter(6, Columns.utc(clock.instant()))
                .setParameter(7, table.part())
                .executeUpdate();
        return !finished;
    }

    /** False if another node has just done so, whose row this one doesn't see yet. */
    private boolean begin(SealedTable table, String active, Connection connection) throws SQLException {
        boolean held = !em.createNativeQuery("select 1 from key_ring_pass where part = ?1")
                .setParameter(1, table.part())
                .getResultList()
                .isEmpty();
        if (held) {
            return false;
        }
        em.createNativeQuery("insert into key_ring_pass (part, key_id, done, total, changed, begun_at)"
                        + " values (?1, ?2, 0, ?3, 0, ?4)")
                .setParameter(1, table.part())
                .setParameter(2, active)
                .setParameter(3, table.count(connection))
                .setParameter(4, Columns.utc(clock.instant()))
                .executeUpdate();
        return true;
    }

    private void restart(SealedTable table, String active, Connection connection) throws SQLException {
        em.createNativeQuery("update key_ring_pass set key_id = ?1, place = null, done = 0, total = ?2, changed = 0,"
                        + " begun_at = ?3, finished_at = null where part = ?4")
                .setParameter(1, active)
                .setParameter(2, table.count(connection))
                .setParameter(3, Columns.utc(clock.instant()))
                .setParameter(4, table.part())
                .executeUpdate();
    }
}
