package io.saltgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.Settings;
import io.saltgate.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

class SessionSettingsTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aSessionHasWhatItAsksFor(TestDatabase kind) throws SQLException {
        assertThat(SessionSettings.findDifference(kind.createEmpty())).isEmpty();
    }

    /** As through a pooler that is told to ignore start-up options. */
    @Test
    void namesWhatAPoolerDropped() throws SQLException {
        PGSimpleDataSource pooler = new PGSimpleDataSource();
        pooler.setUrl(TestDatabase.Postgres.createDatabase());
        pooler.setUser("postgres");
        pooler.setPassword("postgres");

        assertThat(SessionSettings.findDifference(pooler).orElseThrow())
                .startsWith("lock_timeout=0, statement_timeout=0, idle_in_transaction_session_timeout=0,"
                        + " enable_seqscan=on, ")
                .endsWith(", jit=on");

        pooler.setOptions("-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off"
                + " -c enable_mergejoin=off -c jit=off -c lock_timeout=3s -c statement_timeout=10s"
                + " -c idle_in_transaction_session_timeout=5s");
        assertThat(SessionSettings.findDifference(pooler)).isEmpty();
    }

    /** A role that has the settings of connections that serve, as one behind a pooler needs, still reads for long. */
    @Test
    void whatTakesLongHasNoTimeouts() throws SQLException {
        String url = TestDatabase.Postgres.createDatabase() + "?options=-c%20statement_timeout=10s";
        Map<String, String> values =
                Map.of("saltgate.db.url", url, "saltgate.db.user", "postgres", "saltgate.db.password", "postgres");
        Settings settings = new Settings(key -> Optional.ofNullable(values.get(key)));

        try (Connection connection = SaltgateDataSource.reading(settings).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show statement_timeout")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("0");
        }
    }
}
