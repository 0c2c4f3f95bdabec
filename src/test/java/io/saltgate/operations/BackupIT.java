package io.saltgate.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.saltgate.platform.db.Migrations;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import io.saltgate.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bin/backup and bin/restore on both databases, and what nodes do with one that was restored. */
class BackupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void restoresTheEmbeddedDatabaseAndStaysClosedUntilItIsAccepted() throws Exception {
        try (SaltgateServer server = SaltgateServer.configure().start()) {
            Command command = Command.beside(server);
            Console owner = server.signIn();
            owner.enableApi();
            String revoked = owner.authToken();
            Path copy = folder.resolve("copy.zip");
            Command.Answer backup = command.run("backup", copy.toString());
            assertThat(backup.status()).as(backup.toString()).isZero();
            assertThat(backup.out()).contains("keep a copy of the ring");
            owner.regenerate();
            String token = owner.authToken();
            awaitSeen(server, 2);

            assertThat(command.run("restore", copy.toString()).err()).contains("in use; stop Saltgate first");
            server.stop();
            Command.Answer restored = command.run("restore", copy.toString());
            assertThat(restored.status()).as(restored.toString()).isZero();
            server.restart();

            assertClosed(server, revoked);
            assertThat(server.log()).contains("the gate is closed and answers 503: the database was restored");
            Console operator = server.signIn();
            assertThat(operator.get("/operator/health").body()).contains("Accept restored database");
            assertThat(operator.postForm("/operator/health").status()).isEqualTo(303);
            Eventually.await("open", PATIENCE, () -> server.verify(revoked).status() == 200);
            assertThat(server.verify(token).status()).isEqualTo(401);
            assertThat(operator.get("/operator/health").body()).doesNotContain("Accept restored database");

            server.restart();
            assertThat(server.verify(revoked).status()).isEqualTo(200);
            assertThat(command.run("verify-audit").status()).isEqualTo(2); // the server has it open
        }
    }

    @Tag("long")
    @Test
    void copiesTheEmbeddedDatabaseOfAServerThatIsStopped() throws Exception {
        try (SaltgateServer server = SaltgateServer.configure().start()) {
            Console owner = server.signIn();
            owner.enableApi();
            String token = owner.authToken();
            server.stop();
            Path copy = folder.resolve("copy.zip");
            Command.Answer backup = Command.beside(server).run("backup", copy.toString());
            assertThat(backup.status()).as(backup.toString()).isZero();
            assertThat(Command.beside(server).run("backup", copy.toString()).err())
                    .contains("is there already");
            assertThat(Command.beside(server).run("restore", copy.toString()).status())
                    .isZero();
            try (Stream<Path> files = Files.list(server.dataDir());
                    Stream<Path> again = Files.list(server.dataDir())) {
                Map<String, Long> before =
                        rows(files.filter(file -> file.getFileName().toString().startsWith("before-restore-"))
                                .findFirst()
                                .orElseThrow());
                Map<String, Long> after =
                        rows(again.filter(file -> file.toString().endsWith(".mv.db")
                                        && !file.getFileName().toString().startsWith("before-restore-"))
                                .findFirst()
                                .orElseThrow());
                assertThat(PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(server.dataDir().resolve("saltgate.mv.db"))))
                        .isEqualTo("rw-------");
                assertThat(after).isEqualTo(before).containsOnlyKeys(everyTable(TestDatabase.H2));
                assertThat(after.get("auth_token")).isEqualTo(1);
            }
            server.restart();
            assertThat(server.verify(token).status()).isEqualTo(200); // nothing was seen after it
        }
    }

    @Tag("long")
    @Test
    void aNodeClosesWhenItsPostgresIsRestoredAndAcceptsItByCommand() throws Exception {
        String url = TestDatabase.Postgres.createDatabase();
        Path ring = folder.resolve("ring");
        SaltgateServer one = configure(url, ring).launch();
        SaltgateServer other = configure(url, ring).launch();
        try (one;
                other) {
            one.awaitReady();
            other.awaitReady();
            Console owner = TestAccount.on(one).signIn();
            owner.enableApi();
            String token = owner.authToken();
            awaitSeen(one, 1);
            awaitSeen(other, 1);
            setBack(one);
            Eventually.await("closed", PATIENCE, () -> one.verify(token).status() == 503);
            Eventually.await("closed", PATIENCE, () -> other.verify(token).status() == 503);
            other.restart();
            assertClosed(other, token);

            Command.Answer accepted = Command.beside(one).run("restore", "--accept");
            assertThat(accepted.status()).as(accepted.toString()).isZero();
            Eventually.await("open", PATIENCE, () -> one.verify(token).status() == 200);
            Eventually.await("open", PATIENCE, () -> other.verify(token).status() == 200);
            assertThat(Command.beside(one).run("restore", "--accept").err()).contains("nothing to accept");
        }
    }

    @Test
    void aRestoredDatabaseCanBeAcceptedWithNewTokensForAllAccounts() throws Exception {
        String url = TestDatabase.Postgres.createDatabase();
        try (SaltgateServer server = configure(url, folder.resolve("ring")).start()) {
            Console owner = TestAccount.on(server).signIn();
            owner.enableApi();
            String kept = owner.authToken();
            owner.regenerateAndKeepOldFor("PT1H");
            String revoked = owner.authToken();
            Console paused = TestAccount.on(server).signIn();
            paused.enableApi();
            String ofPaused = paused.authToken();
            paused.pause();
            TestAccount.on(server); // one whose API was never enabled
            Eventually.await("open", PATIENCE, () -> server.verify(kept).status() == 200);
            awaitSeen(server, 4);
            setBack(server);
            Eventually.await("closed", PATIENCE, () -> server.verify(revoked).status() == 503);
            assertClosed(server, revoked);

            Command.Answer accepted = Command.beside(server).run("restore", "--accept", "--regenerate-tokens");
            assertThat(accepted.status()).as(accepted.toString()).isZero();
            assertThat(accepted.out()).contains("regenerated: 2.");
            Eventually.await(
                    "open", PATIENCE, () -> server.verify(owner.authToken()).status() == 200);
            assertThat(server.verify(kept).status()).isEqualTo(401);
            assertThat(server.verify(revoked).status()).isEqualTo(401);
            paused.resume();
            assertThat(server.verify(ofPaused).status()).isEqualTo(401);
            Eventually.await(
                    "resumed", PATIENCE, () -> server.verify(paused.authToken()).status() == 200);
            assertThat(Command.beside(server)
                            .run("restore", "--accept", "--regenerate-tokens")
                            .err())
                    .contains("nothing to accept");

            setBack(server);
            String second = owner.authToken();
            Eventually.await("closed", PATIENCE, () -> server.verify(second).status() == 503);
            Console operator = server.signIn();
            assertThat(operator.get("/operator/health").text()).contains("Regenerate all Auth Tokens and accept");
            assertThat(operator.postForm("/operator/health", "action", "regenerate")
                            .status())
                    .isEqualTo(303);
            assertThat(operator.get("/operator/health").text()).contains("Auth Tokens regenerated: 2.");
            Eventually.await(
                    "open", PATIENCE, () -> server.verify(owner.authToken()).status() == 200);
            assertThat(server.verify(second).status()).isEqualTo(401);
            assertThat(operator.get("/operator/audit").text()).contains("Restored database accepted");
            assertThat(server.queryNumber("select count(*) from audit_entry where code = 'token.regenerated'"))
                    .isEqualTo(5);
        }
    }

    /** As a restore would leave it: the same history, an earlier change. */
    private static void setBack(SaltgateServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from change_feed");
            statement.execute("update change_clock set tick = 0");
        }
    }

    @Test
    void copiesPostgresByItsOwnProgramsAndPutsItBack() throws Exception {
        String url = TestDatabase.Postgres.createDatabase();
        assumeThat(dumps(url)).as("a pg_dump that fits the server").isTrue();
        try (SaltgateServer server = SaltgateServer.configure().postgres(url).start()) {
            Command command = Command.beside(
                    server, "SALTGATE_DB_URL", url, "SALTGATE_DB_USER", "postgres", "SALTGATE_DB_PASSWORD", "postgres");
            Console owner = server.signIn();
            owner.enableApi();
            String revoked = owner.authToken();
            Path copy = folder.resolve("copy.dump");
            Command.Answer backup = command.run("backup", copy.toString());
            assertThat(backup.status()).as(backup.toString()).isZero();
            Map<String, Long> before = rows(server.connect());
            owner.regenerate();
            awaitSeen(server, 2);
            assertThat(command.run("restore", copy.toString()).err()).contains("stop them first");
            server.stop();

            Command.Answer restored = command.run("restore", copy.toString());
            assertThat(restored.status()).as(restored.toString()).isZero();
            Map<String, Long> after = rows(server.connect());
            assertThat(after).containsOnlyKeys(everyTable(TestDatabase.POSTGRES));
            assertThat(before).containsOnlyKeys(everyTable(TestDatabase.POSTGRES));
            for (String table : List.of("account", "users", "member", "auth_token", "api_access", "change_feed")) {
                assertThat(after.get(table)).as(table).isPositive().isEqualTo(before.get(table));
            }
            server.restart();

            assertClosed(server, revoked);
            assertThat(command.run("verify-audit").status()).isZero();
            assertThat(command.run("restore", "--accept").status()).isZero();
            Eventually.await("open", PATIENCE, () -> server.verify(revoked).status() == 200);
        }
    }

    /** The tables that a new database has, so that a copy can be seen to lack none. */
    private static Set<String> everyTable(TestDatabase kind) throws SQLException {
        DataSource database = kind.createEmpty();
        Migrations.run(database, true);
        return rows(database.getConnection()).keySet();
    }

    private static Map<String, Long> rows(Path file) throws SQLException {
        String name = file.toString().substring(0, file.toString().length() - ".mv.db".length());
        return rows(DriverManager.getConnection("jdbc:h2:file:" + name + ";ACCESS_MODE_DATA=r", "", ""));
    }

    /** The number of rows of each table. Closes the connection. */
    private static Map<String, Long> rows(Connection connection) throws SQLException {
        Map<String, Long> rows = new TreeMap<>();
        try (connection;
                ResultSet table =
                        connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (table.next()) {
                if (table.getString("TABLE_SCHEM").equalsIgnoreCase("public")) {
                    String name = table.getString("TABLE_NAME");
                    try (Statement statement = connection.createStatement();
                            ResultSet count = statement.executeQuery("select count(*) from \"" + name + "\"")) {
                        count.next();
                        rows.put(name.toLowerCase(Locale.ROOT), count.getLong(1));
                    }
                }
            }
        }
        return rows;
    }

    private static boolean dumps(String url) throws IOException, InterruptedException {
        String address = url.substring("jdbc:".length()).replace("://", "://postgres:postgres@");
        try {
            return new ProcessBuilder("pg_dump", "--schema-only", "--file=/dev/null", address)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void assertClosed(SaltgateServer server, String token) {
        Answer answer = server.verify(token);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("cannot.decide");
    }

    private static void awaitSeen(SaltgateServer server, long change) {
        Path seen = server.dataDir().resolve("changes-seen");
        Eventually.await("change " + change + " in " + seen, PATIENCE, () -> {
            try {
                return Files.exists(seen)
                        && Long.parseLong(Files.readString(seen).strip().split(" ")[1]) >= change;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static SaltgateServer.Builder configure(String database, Path ring) {
        return SaltgateServer.configure().postgres(database).env("SALTGATE_KEYRING", ring.toString());
    }
}
