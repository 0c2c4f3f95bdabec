package io.saltgate.platform.db;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingSource;
import io.saltgate.platform.start.CannotStart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Binds a database to its key ring: the first node makes a ring and registers the fingerprint of each key; any other
 * must bring a ring with all keys that are or were in use. Which key is active stands in the database too, so that all
 * nodes change to another at once. A ring may have further keys; they are registered as they appear.
 *
 * <p>All of it happens under the lock of the one {@code installation} row, so of two nodes that start on an empty
 * database one makes the ring and the other either shares its file or refuses to start.
 */
public final class KeyRingRegistry {

    /**
     * A key as the database knows it.
     *
     * @param used whether something may be sealed or hashed under it
     */
    private record Registered(String fingerprint, boolean used, boolean removed) {}

    private KeyRingRegistry() {}

    /** @throws CannotStart if the ring is missing or is not the one that this database was made with */
    public static KeyRing open(KeyRingSource source) {
        return open(source, SaltgateDataSource.forOwnPool());
    }

    public static KeyRing open(KeyRingSource source, DataSource database) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection);
                KeyRing ring = match(source, registered(connection), true);
                register(ring, connection);
                ring.activate(activeKey(connection, ring));
                connection.commit();
                return ring;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new CannotStart("the key ring can't be registered in the database", e);
        }
    }

    /**
     * For commands: makes no ring and registers no key.
     *
     * @throws CannotStart if the ring is missing or is not the one that this database was made with
     */
    public static KeyRing read(KeyRingSource source, Connection connection) throws SQLException {
        return match(source, registered(connection), false);
    }

    private static KeyRing match(KeyRingSource source, Map<String, Registered> registered, boolean mayCreate) {
        if (!source.exists()) {
            if (mayCreate && registered.isEmpty()) {
                return source.create();
            }
            throw new CannotStart("this database belongs to a key ring that is not " + source.where()
                    + "; copy the file from the node or the backup that has it, or set saltgate.keyring");
        }
        KeyRing ring = source.read();
        refuseUnlessRightRing(ring, registered, source.where());
        return ring;
    }

    /** @throws CannotStart if the ring lacks a key that the database needs, or has another one of the same name */
    private static void refuseUnlessRightRing(KeyRing ring, Map<String, Registered> registered, String where) {
        boolean sharesNone =
                registered.keySet().stream().noneMatch(id -> ring.find(id).isPresent());
        registered.forEach((id, known) -> {
            KeyRing.@Nullable Key own = ring.find(id).orElse(null);
            boolean differs = own != null && !own.fingerprint().equals(known.fingerprint());
            if (sharesNone || differs) {
                throw new CannotStart("the key ring " + where
                        + " is not the one that this database was made with; copy the right file,"
                        + " or set saltgate.keyring");
            }
            if (own == null && known.used()) {
                throw new CannotStart("the key ring " + where + " lacks the key " + id
                        + ", which this database uses; copy the present file from a node that has it");
            }
            if (own != null && own.isReduced() && known.used() && !known.removed()) {
                throw new CannotStart("the key " + id + " was removed from the key ring " + where
                        + ", but this database still uses it; bring the file that was kept with this backup");
            }
        });
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id from installation where id = 1 for update")) {
            if (!row.next()) {
                throw new CannotStart("the database has lost its installation row; restore it from a backup");
            }
        }
    }

    private static Map<String, Registered> registered(Connection connection) throws SQLException {
        Map<String, Registered> keys = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select key_id, fingerprint, activated_at, removed_at from key_ring_key order by key_id")) {
            while (row.next()) {
                keys.put(
                        row.getString(1),
                        new Registered(row.getString(2), row.getObject(3) != null, row.getObject(4) != null));
            }
        }
        return keys;
    }

    private static void register(KeyRing ring, Connection connection) throws SQLException {
        Map<String, Registered> registered = registered(connection);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into key_ring_key (key_id, fingerprint, registered_at) values (?, ?, current_timestamp)")) {
            for (KeyRing.Key key : ring.keys()) {
                if (!registered.containsKey(key.id())) {
                    insert.setString(1, key.id());
                    insert.setString(2, key.fingerprint());
                    insert.executeUpdate();
                }
            }
        }
    }

    /** The active key; of a database that has none yet, or is of a release before it had one, the ring's last. */
    private static String activeKey(Connection connection, KeyRing ring) throws SQLException {
        String last = ring.current().id();
        try (PreparedStatement first = connection.prepareStatement(
                        "update change_clock set key_id = ? where id = 1 and key_id is null");
                PreparedStatement used = connection.prepareStatement("update key_ring_key set activated_at ="
                        + " current_timestamp where key_id = ? and activated_at is null")) {
            first.setString(1, last);
            if (first.executeUpdate() == 1) {
                used.setString(1, last);
                used.executeUpdate();
                return last;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select key_id from change_clock where id = 1")) {
            row.next();
            return row.getString(1);
        }
    }
}
