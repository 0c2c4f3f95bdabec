package io.saltgate.platform.db;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A column of sealed texts, and how to seal them anew under the active key. Each feature describes its own; the
 * rotation of keys finds them all.
 *
 * <p>A row is changed only if its text is still the one that was opened, and is left for the next pass while another
 * transaction holds it, so that rotation neither waits for people nor makes them wait.
 */
public abstract class SealedTable {

    private static final System.Logger LOG = System.getLogger(SealedTable.class.getName());

    /** Of a text's form {@code v1.<key id>.<rest>}. */
    private static final int ID_FROM = 3;

    private static final int ID_LENGTH = 8;

    /** A row: the values of its key, of further columns, and the sealed text. */
    public record Row(List<String> key, List<String> further, String sealed) {

        UUID id(int column) {
            return UUID.fromString(key.get(column));
        }

        String sealedBy() {
            return sealed.length() < ID_FROM + ID_LENGTH ? "" : sealed.substring(ID_FROM, ID_FROM + ID_LENGTH);
        }
    }

    /**
     * The result of one batch.
     *
     * @param read rows that were looked at
     * @param left rows that were changed, or are left for another pass
     * @param last the place of the last row; null if there was none
     */
    public record Batch(int read, int left, @Nullable String last) {}

    private final String part;
    private final String table;
    private final String column;
    private final List<String> key;
    private final List<String> further;

    /**
     * @param part the name that operators read
     * @param key the columns of the primary key, in its order; uuid unless named {@code name} or {@code session_hash}
     * @param further more columns that the place is made of
     */
    protected SealedTable(String part, String table, String column, List<String> key, List<String> further) {
        this.part = part;
        this.table = table;
        this.column = column;
        this.key = key;
        this.further = further;
    }

    /** The place that a row's text is bound to. */
    protected abstract Sealing.Place place(Row row);

    /** Columns that hold a keyed hash of the opened text, with their value under that key. */
    protected Map<String, String> hashes(String opened, KeyRing.Key active) {
        return Map.of();
    }

    protected static UUID id(Row row, int keyColumn) {
        return row.id(keyColumn);
    }

    public final String part() {
        return part;
    }

    /** The column of the sealed texts, as {@code table.column}. */
    public final String column() {
        return table + "." + column;
    }

    /** The number of sealed texts. */
    public final long count(Connection connection) throws SQLException {
        return countByKey(connection).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many texts are sealed under each key. Reads the whole table. */
    public final Map<String, Long> countByKey(Connection connection) throws SQLException {
        String id = "substr(" + column + ", " + (ID_FROM + 1) + ", " + ID_LENGTH + ")";
        Map<String, Long> counts = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + id + ", count(*) from " + table + " where " + column
                        + " is not null group by " + id)) {
            while (row.next()) {
                counts.put(row.getString(1), row.getLong(2));
            }
        }
        return counts;
    }

    /**
     * Seals the next rows anew, as far as they are under another key than the active one.
     *
     * @param after the place of the last row of the batch before; null to begin
     */
    public final Batch reseal(Connection connection, KeyRing ring, @Nullable String after, int rows)
            throws SQLException {
        List<Row> batch = read(connection, after, rows);
        KeyRing.Key active = ring.current();
        boolean skips = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        int left = 0;
        for (Row row : batch) {
            if (!row.sealedBy().equals(active.id())) {
                left += reseal(connection, ring, active, row, skips) ? 1 : 0;
            }
        }
        return new Batch(
                batch.size(),
                left,
                batch.isEmpty() ? null : String.join(" ", batch.getLast().key()));
    }

    private List<Row> read(Connection connection, @Nullable String after, int rows) throws SQLException {
        String columns =
                Stream.of(key, further, List.of(column)).flatMap(List::stream).collect(Collectors.joining(", "));
        String order = String.join(", ", key);
        String from = after == null ? "" : " and (" + order + ") > (" + marks(key.size()) + ")";
        try (PreparedStatement query = connection.prepareStatement("select " + columns + " from " + table + " where "
                + column + " is not null" + from + " order by " + order + " limit " + rows)) {
            if (after != null) {
                set(query, 1, List.of(after.split(" ")));
            }
            List<Row> batch = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= key.size() + further.size(); i++) {
                        values.add(String.valueOf(row.getObject(i)));
                    }
                    batch.add(new Row(
                            values.subList(0, key.size()),
                            values.subList(key.size(), values.size()),
                            row.getString(values.size() + 1)));
                }
            }
            return batch;
        }
    }

    private static String marks(int count) {
        return String.join(", ", java.util.Collections.nCopies(count, "?"));
    }

    private void set(PreparedStatement statement, int first, List<String> values) throws SQLException {
        for (int i = 0; i < key.size(); i++) {
            boolean text = key.get(i).equals("name") || key.get(i).equals("session_hash");
            statement.setObject(first + i, text ? values.get(i) : UUID.fromString(values.get(i)));
        }
    }

    /** @return whether it was changed, or is to be tried again */
    private boolean reseal(Connection connection, KeyRing ring, KeyRing.Key active, Row row, boolean skips)
            throws SQLException {
        Sealing sealing = new Sealing(ring);
        String opened;
        try {
            opened = sealing.open(row.sealed(), place(row));
        } catch (Sealing.CannotOpen e) {
            // It stays as it is, and the key that it names stays in use.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a sealed text of {0} can''t be opened ({1}), so it is not sealed anew: {2}",
                    part,
                    e.getMessage(),
                    String.join(" ", row.key()));
            return false;
        }
        String where = " where " + key.stream().map(name -> name + " = ?").collect(Collectors.joining(" and "))
                + " and " + column + " = ?";
        if (skips && !holds(connection, where, row)) {
            return true;
        }
        Map<String, String> hashes = hashes(opened, active);
        String more = hashes.keySet().stream().map(name -> ", " + name + " = ?").collect(Collectors.joining());
        try (PreparedStatement update =
                connection.prepareStatement("update " + table + " set " + column + " = ?" + more + where)) {
            int next = 1;
            update.setString(next++, sealing.seal(opened, place(row)));
            for (String hash : hashes.values()) {
                update.setString(next++, hash);
            }
            set(update, next, row.key());
            update.setString(next + key.size(), row.sealed());
            update.executeUpdate();
        }
        return true;
    }

    private boolean holds(Connection connection, String where, Row row) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select 1 from " + table + where + " for update skip locked")) {
            set(lock, 1, row.key());
            lock.setString(1 + key.size(), row.sealed());
            try (ResultSet found = lock.executeQuery()) {
                return found.next();
            }
        }
    }

    @Override
    public final String toString() {
        return part;
    }
}
