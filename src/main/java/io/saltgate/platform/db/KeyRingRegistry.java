package io.saltgate.platform.db;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import io.saltgate.platform.start.CannotStart;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Binds a database to its key ring: the first node makes a ring and registers the fingerprint of each key; any other
 * must bring a ring with all of them. A ring may have further keys; they are registered as they appear.
 *
 * <p>All of it happens under the lock of the one {@code installation} row, so of two nodes that start on an empty
 * database one makes the ring and the other either shares its file or refuses to start.
 */
public final class KeyRingRegistry {

    private KeyRingRegistry() {}

    /** @throws CannotStart if the ring is missing or is not the one that this database was made with */
    public static KeyRing open(KeyRingFile file) {
        return open(file, SaltgateDataSource.forOwnPool());
    }

    public static KeyRing open(KeyRingFile file, DataSource database) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection);
                KeyRing ring = match(file, registered(connection), true);
                register(ring, connection);
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
    public static KeyRing read(KeyRingFile file, Connection connection) throws SQLException {
        return match(file, registered(connection), false);
    }

    private static KeyRing match(KeyRingFile file, Map<String, String> registered, boolean mayCreate) {
        if (!file.exists()) {
            if (mayCreate && registered.isEmpty()) {
                return file.create();
            }
            throw new CannotStart("this database belongs to a key ring that is not at " + file.path()
                    + "; copy the file from the node or the backup that has it, or set saltgate.keyring");
        }
        KeyRing ring = file.read();
        Map<String, String> own = new HashMap<>();
        ring.keys().forEach(key -> own.put(key.id(), key.fingerprint()));
        if (!own.entrySet().containsAll(registered.entrySet())) {
            throw new CannotStart("the key ring at " + file.path()
                    + " is not the one that this database was made with; copy the right file, or set saltgate.keyring");
        }
        return ring;
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select id from installation where id = 1 for update")) {
            if (!row.next()) {
                throw new CannotStart("the database has lost its installation row; restore it from a backup");
            }
        }
    }

    private static Map<String, String> registered(Connection connection) throws SQLException {
        Map<String, String> fingerprints = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select key_id, fingerprint from key_ring_key")) {
            while (row.next()) {
                fingerprints.put(row.getString(1), row.getString(2));
            }
        }
        return fingerprints;
    }

    private static void register(KeyRing ring, Connection connection) throws SQLException {
        Map<String, String> registered = registered(connection);
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
}
