package io.saltgate.audit;

import io.saltgate.audit.AuditVerifier.Finding;
import io.saltgate.audit.AuditVerifier.Head;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.testing.World;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import javax.sql.DataSource;

/** Somebody with all of SQL and no key ring, who first drops the constraints, and what the verifier says about it. */
final class Tampering {

    /** Few, so that there are borders between pages. */
    static final int PAGE_SIZE = 3;

    private final DataSource database;
    private final KeyRing ring;

    Tampering(World world) throws SQLException {
        this.database = world.database().dataSource();
        this.ring = world.ring();
        dropConstraints("FOREIGN KEY");
    }

    void dropConstraints(String type) throws SQLException {
        for (Object[] constraint : query(
                "select table_name, constraint_name from information_schema.table_constraints"
                        + " where lower(table_name) in ('audit_entry', 'audit_chain') and constraint_type = ?",
                type)) {
            execute("alter table " + constraint[0] + " drop constraint \"" + constraint[1] + "\"");
        }
    }

    int execute(String sql, Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    List<Object[]> query(String sql, Object... values) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<Object[]> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Object[] columns = new Object[row.getMetaData().getColumnCount()];
                    for (int i = 0; i < columns.length; i++) {
                        columns[i] = row.getObject(i + 1);
                    }
                    rows.add(columns);
                }
            }
            return rows;
        }
    }

    /** Moves entries out of the way and in again: the primary key holds at every moment. */
    void renumber(UUID chain, long from, long by) throws SQLException {
        execute("update audit_entry set seq = -(seq + ?) where chain_id = ? and seq >= ?", by, chain, from);
        execute("update audit_entry set seq = -seq where chain_id = ? and seq < 0", chain);
    }

    void swap(UUID chain, long one, long other) throws SQLException {
        String move = "update audit_entry set seq = ? where chain_id = ? and seq = ?";
        execute(move, -1, chain, one);
        execute(move, one, chain, other);
        execute(move, other, chain, -1);
    }

    /** As like to a real one as it gets without the ring. */
    void insertCopy(UUID chain, long of, long at) throws SQLException {
        execute(
                "insert into audit_entry select chain_id, ?, account_id, happened_at, code, actor_kind, actor_id,"
                        + " actor_address, subject, parameters, previous_hash, hash, key_id, salt, digest, erased"
                        + " from audit_entry"
                        + " where chain_id = ? and seq = ?",
                at,
                chain,
                of);
    }

    /** What one chain is found to be: nothing else may be found. */
    String finding(UUID chain) throws SQLException {
        StringJoiner found = new StringJoiner("; ");
        for (Finding finding : findings()) {
            found.add((finding.chain().equals(chain) ? "" : finding.chain() + " ") + finding.fault() + " "
                    + finding.seq());
        }
        return found.toString();
    }

    List<Finding> findings() throws SQLException {
        return findings(Map.of());
    }

    List<Finding> findings(Map<UUID, Head> noted) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        verify(noted, findings, new ArrayList<>());
        return findings;
    }

    AuditVerifier.Result verify(Map<UUID, Head> noted, List<Finding> findings, List<Head> heads) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Map<UUID, List<Head>> kept = new HashMap<>();
            noted.forEach((chain, head) -> kept.put(chain, List.of(head)));
            return new AuditVerifier(connection, ring, kept, PAGE_SIZE).verify(findings::add, heads::add);
        }
    }

    /** The trail as it is now, to go back to. */
    AutoCloseable undo() throws SQLException {
        List<Object[]> chains = query("select * from audit_chain");
        List<Object[]> entries = query("select * from audit_entry");
        return () -> {
            execute("delete from audit_entry");
            execute("delete from audit_chain");
            insert("audit_chain", chains);
            insert("audit_entry", entries);
        };
    }

    private void insert(String table, List<Object[]> rows) throws SQLException {
        String marks = "?" + ", ?".repeat(rows.getFirst().length - 1);
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("insert into " + table + " values (" + marks + ")")) {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
