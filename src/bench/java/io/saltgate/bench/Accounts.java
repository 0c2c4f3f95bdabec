package io.saltgate.bench;

import io.saltgate.apiaccess.AuthToken;
import io.saltgate.apiaccess.MadeTokens;
import io.saltgate.platform.crypto.KeyRing;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Accounts whose API is on, written to the database in bulk; their tokens are real ones. */
final class Accounts {

    private static final int CHUNK = 1 << 20;

    /** As long as sealed secrets are; nobody opens these. */
    private static final String SEALED = "x".repeat(150);

    private static final String NOW = "2026-01-01 00:00:00+00";

    private final String database;
    private final KeyRing ring;
    private int made;

    Accounts(String database, KeyRing ring) {
        this.database = database;
        this.ring = ring;
    }

    /**
     * @param entries of each account's whitelist, one of which is the address that calls; enforced unless there are
     * none
     */
    List<AuthToken> add(int count, int entries) throws SQLException {
        List<AuthToken> tokens = new ArrayList<>(count);
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            // No trigger and so no foreign key is asked: what is written fits.
            statement.execute("set session_replication_role = replica");
            try (Rows account = new Rows(connection, "account (id, slug, name, external_id, status, created_at)");
                    Rows access = new Rows(
                            connection,
                            "api_access (account_id, state, enabling_id, token_id, sealed_salt,"
                                    + " enabled_at, change_id, change_kind, changed_at)");
                    Rows token =
                            new Rows(connection, "auth_token (account_id, id, lookup_hash, sealed, hint, created_at)");
                    Rows whitelist = new Rows(connection, "whitelist (account_id, mode, version, changed_at)");
                    Rows entry = new Rows(connection, "whitelist_entry (account_id, id, address_range, created_at)")) {
                for (int i = 0; i < count; i++) {
                    String id = uuid();
                    String tokenId = uuid();
                    String name = "account-" + made++;
                    AuthToken issued = MadeTokens.next(ring);
                    tokens.add(issued);
                    account.add(id, name, name, "customer/" + name, "ACTIVE", NOW);
                    access.add(id, "ON", uuid(), tokenId, SEALED, NOW, uuid(), "ENABLED", NOW);
                    token.add(id, tokenId, issued.lookupHash(ring.current()), SEALED, "0000", NOW);
                    whitelist.add(id, entries > 0 ? "ENFORCED" : "OFF", "1", NOW);
                    for (int n = 0; n < entries; n++) {
                        entry.add(id, uuid(), n == entries / 2 ? Bench.CALLER : other(n), NOW);
                    }
                }
            }
            // As PostgreSQL does by itself some time later: else it would do so, and mark each row as read, while calls
            // are measured.
            statement.execute("vacuum (analyze)");
        }
        return tokens;
    }

    static void write(Path file, List<AuthToken> tokens) throws IOException {
        try (BufferedWriter lines = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (AuthToken token : tokens) {
                lines.write(token.reveal());
                lines.write('\n');
            }
        }
    }

    private static String other(int n) {
        return "10." + (n >> 8 & 255) + "." + (n & 255) + ".0/24";
    }

    private static String uuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** PostgreSQL's COPY into one table, in chunks: a connection can copy into one table at a time. */
    private static final class Rows implements AutoCloseable {

        private final String table;
        private final Connection connection;
        private final StringBuilder rows = new StringBuilder(CHUNK + 1_000);

        Rows(Connection connection, String table) {
            this.connection = connection;
            this.table = table;
        }

        void add(String... values) throws SQLException {
            rows.append(String.join("\t", values)).append('\n');
            if (rows.length() >= CHUNK) {
                flush();
            }
        }

        private void flush() throws SQLException {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin");
            byte[] bytes = rows.toString().getBytes(StandardCharsets.US_ASCII);
            copy.writeToCopy(bytes, 0, bytes.length);
            copy.endCopy();
            rows.setLength(0);
        }

        @Override
        public void close() throws SQLException {
            flush();
        }
    }
}
