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
        DataSource database = kind.createEmpty();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .table("schema_history")
                .target("8")
                .load()
                .migrate();
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
