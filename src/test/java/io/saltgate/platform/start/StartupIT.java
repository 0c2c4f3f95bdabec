package io.saltgate.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.crypto.KeyRingFile;
import io.saltgate.platform.db.KeyRingRegistry;
import io.saltgate.platform.db.Migrations;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What keeps Saltgate from starting, each in one sentence that says what to do. Each takes a start; a full run makes
 * them all, an ordinary one those of which only a server can tell. The sentences themselves are in the tests of {@code
 * Migrations}, {@code KeyRingRegistry}, {@code KeyRingFile} and of each feature's settings.
 */
@Tag("server")
class StartupIT {

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    /** A database that has a key ring. */
    private static String used;

    private static Path ring;

    @BeforeAll
    static void makeARing() {
        used = TestDatabase.Postgres.createDatabase();
        ring = shared.resolve("ring");
        DataSource database = SaltgateDataSource.to(used, "postgres", "postgres");
        Migrations.run(database, true);
        KeyRingRegistry.open(new KeyRingFile(ring), database);
    }

    @Test
    void keepsTheKeyRingThatItMakesToItself() throws IOException {
        Path made = SaltgateServer.shared().dataDir().resolve("keyring");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rw-------");
    }

    @Test
    @Tag("long")
    void startsAgainWithTheSameRing() {
        SaltgateServer.Builder node =
                SaltgateServer.configure().postgres(used).env("SALTGATE_KEYRING", ring.toString());

        node.start().close();
        node.start().close();
    }

    @Test
    void saysThatTheDatabaseIsOutOfReach() {
        String sentence = SaltgateServer.configure()
                .postgres("jdbc:postgresql://localhost:1/saltgate")
                .startRefused();

        assertThat(sentence)
                .startsWith("the database is out of reach (")
                .endsWith("); check saltgate.db.url, .user and .password")
                .doesNotContain("jdbc:");
    }

    @Test
    @Tag("long")
    void saysThatTheOperatorKeyCanBeGuessedAndNotWhatItIs() {
        assertThat(SaltgateServer.configure()
                        .env("SALTGATE_OPERATOR_KEY", "hunter2")
                        .startRefused())
                .startsWith("saltgate.operator.key is too easy to guess")
                .doesNotContain("hunter2");
    }

    @Test
    @Tag("long")
    void saysThatItsTablesMeetOthers() throws SQLException {
        String database = TestDatabase.Postgres.createDatabase();
        execute(database, "create table account (id int)");

        assertThat(SaltgateServer.configure().postgres(database).startRefused())
                .startsWith("the database schema can't be brought up to date: ");
    }

    @Test
    @Tag("long")
    void saysThatAMigrationIsNotTheOneThatRan() throws SQLException {
        String database = TestDatabase.Postgres.createDatabase();
        execute(database, """
                create table schema_history (installed_rank int primary key, version varchar(50),
                  description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null,
                  checksum int, installed_by varchar(100) not null, installed_on timestamp default now() not null,
                  execution_time int not null, success boolean not null)""");
        execute(
                database,
                "insert into schema_history values (1, '1', 'first schema', 'SQL', 'V1__first_schema.sql', 1, 'x', now(), 1,"
                        + " true)");

        assertThat(SaltgateServer.configure().postgres(database).startRefused())
                .startsWith("the database schema can't be brought up to date: ");
    }

    @Test
    @Tag("long")
    void changesNoSchemaThatItMayOnlyCheck() throws SQLException {
        String database = TestDatabase.Postgres.createDatabase();

        assertThat(SaltgateServer.configure()
                        .postgres(database)
                        .env("SALTGATE_DB_MIGRATE", "check")
                        .startRefused())
                .matches(
                        "the database schema is [0-9]+ migration\\(s\\) behind and saltgate.db.migrate=check forbids.*");
        execute(database, "create table account (id int)"); // which there is not yet
    }

    @Test
    @Tag("long")
    void saysThatTheKeyRingIsMissing() {
        Path missing = folder.resolve("ring");

        assertThat(SaltgateServer.configure()
                        .postgres(used)
                        .env("SALTGATE_KEYRING", missing.toString())
                        .startRefused())
                .isEqualTo("this database belongs to a key ring that is not at " + missing
                        + "; copy the file from the node or the backup that has it, or set saltgate.keyring");
        assertThat(missing).doesNotExist();
    }

    @Test
    @Tag("long")
    void saysThatTheKeyRingIsAnother() throws IOException {
        Path other =
                write("saltgate-keyring v1\nabcd1234 " + Base64.getEncoder().encodeToString(new byte[32]) + "\n");

        assertThat(SaltgateServer.configure()
                        .postgres(used)
                        .env("SALTGATE_KEYRING", other.toString())
                        .startRefused())
                .startsWith("the key ring at " + other + " is not the one that this database was made with");
    }

    @Test
    @Tag("long")
    void saysThatEverybodyCanReadTheKeyRing() throws IOException {
        Path open = write(Files.readString(ring));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(SaltgateServer.configure()
                        .postgres(used)
                        .env("SALTGATE_KEYRING", open.toString())
                        .startRefused())
                .isEqualTo("everybody on this machine can read the key ring " + open + "; close it with: chmod 600 "
                        + open);
    }

    @Test
    void saysThatTheKeyRingIsDamagedAndKeepsItsSecret() throws IOException {
        String secret = Files.readString(ring).lines().toList().getLast().split(" ")[1];
        Path damaged = write(Files.readString(ring).replace(secret, secret.substring(4)));

        SaltgateServer server = SaltgateServer.configure()
                .postgres(used)
                .env("SALTGATE_KEYRING", damaged.toString())
                .launch();
        try (server) {
            assertThat(server.awaitRefusal()).startsWith("the key ring " + damaged + " is damaged");
            assertThat(server.log()).doesNotContain(secret.substring(4, 20));
        }
    }

    @ParameterizedTest
    @Tag("long")
    @CsvSource(
            delimiter = '|',
            value = {
                "SALTGATE_GATEWAYS | 10.0.0.0/8 10.0.0.1/8 | saltgate.gateways has 10.0.0.1/8, which is neither",
                "SALTGATE_PUBLIC_URL | console.example | saltgate.public.url is not an http or https address",
                "SALTGATE_BOOTSTRAP_PASSWORD | short | saltgate.bootstrap.password has fewer than 12 or more than 256"
            })
    void saysWhichSettingCanNotBeMeant(String name, String value, String sentence) {
        try (SaltgateServer server = SaltgateServer.configure().env(name, value).launch()) {
            assertThat(server.awaitRefusal()).startsWith(sentence);
            if (name.endsWith("PASSWORD")) {
                assertThat(server.log()).doesNotContain(value + " ");
            }
        }
    }

    private Path write(String text) throws IOException {
        Path file = Files.createFile(
                folder.resolve("ring"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    private static void execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
