package io.saltgate.operator;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.testing.SaltgateServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.UUID;

/** Operator keys of a server's database, for which there is no page yet. */
public final class StoredKeys {

    private StoredKeys() {}

    /** A new key with these scopes, on a server with PostgreSQL, in clear. */
    public static String make(SaltgateServer server, OperatorScope... scopes) {
        KeyRing ring = new KeyRingFile(server.dataDir().resolve("keyring")).read();
        OperatorKeyText text = OperatorKeyText.generate();
        StringBuilder words = new StringBuilder();
        for (OperatorScope scope : scopes) {
            words.append(words.isEmpty() ? "" : " ").append(scope);
        }
        try (Connection connection = server.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into operator_key (id, name, lookup_hash, hint, scopes, created_at)"
                                + " values (?, 'test', ?, ?, ?, current_timestamp)")) {
            UUID id = Uuid7.next(Clock.systemUTC());
            insert.setObject(1, id);
            insert.setString(2, text.lookupHash(ring.current()));
            insert.setString(3, text.hint());
            insert.setString(4, words.toString());
            insert.executeUpdate();
            return text.reveal();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This key is over now. */
    public static void expire(SaltgateServer server, String key) {
        try (Connection connection = server.connect();
                PreparedStatement update = connection.prepareStatement(
                        "update operator_key set expires_at = current_timestamp where hint = ?")) {
            update.setString(1, new OperatorKeyText(key).hint());
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
