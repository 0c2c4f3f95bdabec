package io.saltgate.gate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.platform.start.Startup;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the gate needs, with plain SQL and over a small pool of its own in autocommit: a console that has used up
 * the server's connections must not hold up a gateway.
 */
@ApplicationScoped
public class GateStore {

    /**
     * What the database said of a token, and its own time when it said so.
     *
     * @param state null: no such token lives
     */
    public record Reading(@Nullable GateState state, Instant databaseTime) {}

    private static final int CONNECTIONS = 4;
    private static final long CONNECTION_WAIT_MILLIS = 1_000;

    private static final String STATE = """
            select clock.now, t.account_id, t.id, t.expires_at, a.slug, a.external_id, a.status, x.state, w.mode
            from (select current_timestamp as now) clock
            left join auth_token t on t.lookup_hash = ?
            left join account a on a.id = t.account_id
            left join api_access x on x.account_id = t.account_id
            left join whitelist w on w.account_id = t.account_id
            """;
    private static final String ENTRIES = "select address_range, expires_at from whitelist_entry where account_id = ?";

    private volatile @Nullable DataSource pool;

    public GateStore() {}

    GateStore(DataSource pool) {
        this.pool = pool;
    }

    void open(@Observes Startup.Started started) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("gate");
        config.setDataSource(SaltgateDataSource.forOwnPool());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
        config.setValidationTimeout(CONNECTION_WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(true);
        config.setReadOnly(false); // H2 would switch the whole database
        pool = new HikariDataSource(config);
    }

    @PreDestroy
    void close() {
        if (pool instanceof HikariDataSource opened) {
            opened.close();
        }
    }

    /** @throws SQLException if the database is out of reach */
    public Reading read(AuthToken token, KeyRing ring) throws SQLException {
        DataSource opened = pool;
        if (opened == null) {
            throw new SQLException("the gate is not open yet");
        }
        try (Connection connection = opened.getConnection();
                PreparedStatement query = connection.prepareStatement(STATE)) {
            Reading reading = new Reading(null, Instant.EPOCH);
            for (KeyRing.Key key : ring.keys().reversed()) { // the current key first: nearly always the only one
                reading = read(connection, query, token.lookupHash(key));
                if (reading.state() != null) {
                    break;
                }
            }
            return reading;
        }
    }

    private static Reading read(Connection connection, PreparedStatement query, String hash) throws SQLException {
        query.setString(1, hash);
        try (ResultSet row = query.executeQuery()) {
            row.next();
            Instant databaseTime = row.getObject(1, OffsetDateTime.class).toInstant();
            String status = row.getString(7);
            String api = row.getString(8);
            boolean lives = status != null && !status.equals("CLOSED") && api != null && !api.equals("OFF");
            return new Reading(lives ? state(connection, row, status, api) : null, databaseTime);
        }
    }

    private static GateState state(Connection connection, ResultSet row, String status, String api)
            throws SQLException {
        UUID account = row.getObject(2, UUID.class);
        String mode = row.getString(9);
        Whitelist.Mode whitelistMode = mode == null ? Whitelist.Mode.OFF : Whitelist.Mode.valueOf(mode);
        return new GateState(
                account,
                row.getString(5),
                row.getString(6),
                status.equals("SUSPENDED"),
                api.equals("PAUSED"),
                row.getObject(3, UUID.class),
                instant(row, 4),
                whitelistMode,
                whitelistMode == Whitelist.Mode.OFF ? List.of() : entries(connection, account));
    }

    private static List<GateState.Entry> entries(Connection connection, UUID account) throws SQLException {
        List<GateState.Entry> entries = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(ENTRIES)) {
            query.setObject(1, account);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    entries.add(new GateState.Entry(IpRange.of(row.getString(1)), instant(row, 2)));
                }
            }
        }
        return entries;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
