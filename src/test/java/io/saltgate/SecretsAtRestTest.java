package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** B43: what whoever reads the database finds. */
class SecretsAtRestTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void noTableHoldsATokenOrASaltInClear(TestDatabase kind) throws SQLException {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            String retired = token(world, owner);
            world.tell(s -> s.apiAccesses().regenerate(owner, on(world, owner).tokenId()));
            String kept = token(world, owner);
            world.tell(s -> s.apiAccesses().regenerate(owner, on(world, owner).tokenId(), Duration.ofDays(7)));
            String token = token(world, owner);
            String salt = salt(world, owner);

            List<String> dump = dump(world);

            assertThat(dump).hasSizeGreaterThan(10);
            for (String secret : List.of(retired, kept, token, salt)) {
                // Neither whole nor its random part: not even the half of it.
                String half = secret.substring(3, 3 + (secret.length() - 3) / 2);
                assertThat(dump).noneMatch(row -> row.contains(half));
            }
            assertThat(dump)
                    .anyMatch(row -> row.contains("v1." + world.ring().current().id() + "."));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatIsSealedOpensInItsOwnAccountAlone(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller victim = enabled(world);
            Caller thief = enabled(world);

            copy(world, "api_access", "sealed_salt", victim, thief);
            copy(world, "auth_token", "sealed", victim, thief);

            assertThatThrownBy(() -> salt(world, thief)).isInstanceOf(Sealing.CannotOpen.class);
            assertThatThrownBy(() -> token(world, thief)).isInstanceOf(Sealing.CannotOpen.class);
        }
    }

    private static void copy(World world, String table, String column, Caller from, Caller to) {
        String sql = "update %1$s set %2$s = (select o.%2$s from %1$s o where o.account_id = ?1) where account_id = ?2"
                .formatted(table, column);
        world.tell(s -> s.em().createNativeQuery(sql)
                .setParameter(1, from.account().value())
                .setParameter(2, to.account().value())
                .executeUpdate());
    }

    /** Every row of every table, as text. */
    private static List<String> dump(World world) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = world.database().dataSource().getConnection()) {
            for (String table : tables(connection.getMetaData())) {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("select * from \"" + table + "\"")) {
                    while (row.next()) {
                        StringBuilder text = new StringBuilder(table);
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            text.append('|').append(row.getString(i));
                        }
                        rows.add(text.toString());
                    }
                }
            }
        }
        return rows;
    }

    private static List<String> tables(DatabaseMetaData data) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet table = data.getTables(null, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (table.next()) {
                if (table.getString("TABLE_SCHEM").toLowerCase(Locale.ROOT).equals("public")) {
                    tables.add(table.getString("TABLE_NAME"));
                }
            }
        }
        assertThat(tables.stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .contains("auth_token", "api_access", "audit_entry", "console_session", "known_device", "throttle");
        return tables;
    }

    private static Caller enabled(World world) {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        return owner;
    }

    private static ApiStatus.Enabled on(World world, Caller caller) {
        return (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(caller));
    }

    private static String token(World world, Caller caller) {
        return world.ask(s -> s.apiAccesses().revealToken(caller)).reveal();
    }

    private static String salt(World world, Caller caller) {
        return world.ask(s -> s.apiAccesses().revealSalt(caller)).reveal();
    }
}
