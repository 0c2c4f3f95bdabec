package io.saltgate.platform.db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.start.CannotStart;
import io.saltgate.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsTest {

    private static final String NOT_UP_TO_DATE = "the database schema can't be brought up to date: ";

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void checkRefusesAnOldSchemaAndTakesThePresentOne(TestDatabase kind) throws Exception {
        DataSource database = kind.createEmpty();
        assertThatThrownBy(() -> Migrations.run(database, false))
                .isInstanceOf(CannotStart.class)
                .hasMessageMatching(
                        "the database schema is [0-9]+ migration\\(s\\) behind and saltgate.db.migrate=check"
                                + " forbids changing it; run once with saltgate.db.migrate=auto .*");
        execute(database, "create table account (id int)"); // which there is not yet
        execute(database, "drop table account");

        Migrations.run(database, true);

        assertThatCode(() -> Migrations.run(database, false)).doesNotThrowAnyException();
        assertThatCode(() -> Migrations.run(database, true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void saysInASentenceThatAMigrationFails(TestDatabase kind) throws Exception {
        DataSource database = kind.createEmpty();
        execute(database, "create table account (id int)");

        assertThatThrownBy(() -> Migrations.run(database, true))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith(NOT_UP_TO_DATE)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesASchemaWhoseHistoryWasChanged(TestDatabase kind) throws Exception {
        DataSource database = kind.createEmpty();
        Migrations.run(database, true);
        execute(database, "update \"schema_history\" set \"checksum\" = 1 where \"version\" = '1'");

        for (boolean mayMigrate : new boolean[] {true, false}) {
            assertThatThrownBy(() -> Migrations.run(database, mayMigrate))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith(NOT_UP_TO_DATE);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void accountsFromBeforeAreFoundByTheirWordsToo(TestDatabase kind) throws Exception {
        DataSource database = createAt(kind, "8");
        execute(
                database,
                "insert into account (id, slug, name, status, created_at) values"
                        + " ('00000000-0000-7000-8000-000000000001', 'x-9', 'Zoë\\B (Co-op)',"
                        + " 'ACTIVE', current_timestamp)");

        Migrations.run(database, true);

        List<String> terms = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select term from account_term where slug = 'x-9'")) {
            while (row.next()) {
                terms.add(new String(row.getBytes(1), UTF_8));
            }
        }
        assertThat(terms)
                .containsExactlyInAnyOrder("zoë/b (co-op)", "b (co-op)", "(co-op)", "co-op)", "op)", "x-9", "9");
    }

    /** C33: who has proved an address isn't known, except of operators and of those whom a provider vouched for. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void addressesFromBeforeAreProvedOrKnownInTheAccountThatWasJoinedFirst(TestDatabase kind) throws Exception {
        DataSource database = createAt(kind, "32");
        for (String account : List.of("1", "2")) {
            execute(
                    database,
                    "insert into account (id, slug, name, status, created_at) values ('" + id(account) + "', 'a"
                            + account + "', 'A', 'ACTIVE', current_timestamp)");
        }
        for (String name : List.of("operator", "linked", "member", "alone")) {
            execute(
                    database,
                    "insert into users (id, email, name, operator, created_at) values ('" + id(name) + "', '" + name
                            + "@example.com', 'N', " + name.equals("operator") + ", current_timestamp)");
        }
        execute(
                database,
                "insert into external_identity (issuer, subject, user_id, linked_at, last_used_at)"
                        + " values ('i', 's', '" + id("linked") + "', current_timestamp, current_timestamp)");
        for (String name : List.of("operator", "linked", "member")) {
            join(database, "1", name, "2026-02-01");
            join(database, "2", name, "2026-01-01");
        }

        Migrations.run(database, true);

        List<String> states = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select u.id, u.email, u.proved_email, a.slug from users u"
                        + " left join account a on a.id = u.account_id order by u.email")) {
            while (row.next()) {
                states.add(row.getString(2) + " " + row.getString(3) + " " + row.getString(4));
            }
        }
        assertThat(states)
                .containsExactly(
                        "alone@example.com null null",
                        "linked@example.com linked@example.com null",
                        "member@example.com null a2",
                        "operator@example.com operator@example.com null");
    }

    private static void join(DataSource database, String account, String name, String day) throws Exception {
        execute(
                database,
                "insert into member (account_id, user_id, role, joined_at) values ('" + id(account) + "', '" + id(name)
                        + "', 'OWNER', timestamp with time zone '" + day + " 00:00:00+00')");
    }

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    }

    /** A database with the schema of an older version. */
    private static DataSource createAt(TestDatabase kind, String version) {
        DataSource database = kind.createEmpty();
        Flyway.configure()
                .dataSource(database)
                .locations(
                        kind == TestDatabase.POSTGRES
                                ? new String[] {"classpath:db/migration", "classpath:db/postgresql"}
                                : new String[] {"classpath:db/migration"})
                .table("schema_history")
                .target(version)
                .load()
                .migrate();
        return database;
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void everyConnectionReadsCommittedAndHasTimeouts(TestDatabase kind) throws Exception {
        try (Connection connection = kind.createEmpty().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            String question = kind == TestDatabase.POSTGRES
                    ? "select current_setting('lock_timeout') || ' ' || current_setting('statement_timeout') || ' '"
                            + " || current_setting('idle_in_transaction_session_timeout')"
                    : "select lock_timeout() || ' '";
            try (ResultSet row = statement.executeQuery(question)) {
                row.next();
                assertThat(row.getString(1).strip()).isEqualTo(kind == TestDatabase.POSTGRES ? "3s 10s 5s" : "3000");
            }
        }
    }

    private static void execute(DataSource database, String sql) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
