package io.saltgate.gate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the gate needs, with plain SQL and over a small pool of its own in autocommit: a console that has used up
 * the server's connections must not hold up a gateway. One statement for all of an account: one moment.
 */
final class GateStore implements GateSource, AutoCloseable {

    /** One is for the clock. */
    static final int MOST_READS = 4;

    private static final long CONNECTION_WAIT_MILLIS = 1_000;

    /** More changes than these at once are not read one by one. */
    private static final long MOST_CHANGES = 10_000;

    private static final String ACCOUNT = """
            select clock.now, a.id, a.slug, a.external_id, a.status, x.state, w.mode,
                t.id, t.lookup_hash, t.expires_at, e.address_range, e.expires_at, owner.token_id
            from (select current_timestamp as now) clock
            left join (select account_id, id as token_id from auth_token where lookup_hash = ?
                union all select account_id, token_id from retired_token where lookup_hash = ?) owner on 1 = 1
            left join account a on a.id = owner.account_id
            left join api_access x on x.account_id = a.id
            left join whitelist w on w.account_id = a.id
            left join auth_token t on t.account_id = a.id
            left join whitelist_entry e on e.account_id = a.id and w.mode <> 'OFF'
            """;
    private static final String CLOCK = "select epoch, tick, current_timestamp from change_clock where id = 1";
    private static final String FEED = "select account_id from change_feed where tick > ? and tick <= ?";

    private final DataSource pool;

    GateStore(DataSource pool) {
        this.pool = pool;
    }

    /** Over a new pool, which need not reach the database yet. */
    static GateStore open() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("gate");
        config.setDataSource(SaltgateDataSource.deciding());
        config.setMaximumPoolSize(MOST_READS + 1);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MILLIS);
        config.setValidationTimeout(CONNECTION_WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(true);
        config.setReadOnly(false); // H2 would switch the whole database
        return new GateStore(new HikariDataSource(config));
    }

    @Override
    public void close() {
        if (pool instanceof HikariDataSource opened) {
            opened.close();
        }
    }

    @Override
    public AccountReading readAccount(AuthToken token, KeyRing ring) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(ACCOUNT)) {
            AccountReading reading = null;
            for (KeyRing.Key key : ring.newestFirst()) { // nearly always the only one
                reading = readAccount(query, token.lookupHash(key));
                if (reading.owner() != null) {
                    break;
                }
            }
            if (reading == null) {
                throw new IllegalStateException("a ring without keys");
            }
            return reading;
        }
    }

    private static AccountReading readAccount(PreparedStatement query, String hash) throws SQLException {
        query.setString(1, hash);
        query.setString(2, hash);
        try (ResultSet row = query.executeQuery()) {
            row.next();
            Instant now = row.getObject(1, OffsetDateTime.class).toInstant();
            UUID account = row.getObject(2, UUID.class);
            if (account == null) {
                return new AccountReading(hash, null, Map.of(), now);
            }
            TokenOwner owner = new TokenOwner(account, row.getObject(13, UUID.class));
            String api = row.getString(6);
            if (api == null || api.equals("OFF") || row.getString(5).equals("CLOSED")) {
                return new AccountReading(hash, owner, Map.of(), now);
            }
            Whitelist.Mode mode =
                    row.getString(7) == null ? Whitelist.Mode.OFF : Whitelist.Mode.valueOf(row.getString(7));
            return readLiving(row, hash, owner, mode, now);
        }
    }

    /** From the first row on: each token with each entry. */
    private static AccountReading readLiving(
            ResultSet row, String hash, TokenOwner owner, Whitelist.Mode mode, Instant now) throws SQLException {
        String slug = row.getString(3);
        String externalId = row.getString(4);
        boolean suspended = row.getString(5).equals("SUSPENDED");
        boolean paused = row.getString(6).equals("PAUSED");
        record Token(UUID id, @Nullable Instant expiresAt) {}
        Map<String, Token> tokens = new LinkedHashMap<>();
        Map<String, AddressMatcher.Entry> entries = new HashMap<>();
        do {
            String token = row.getString(9);
            if (!tokens.containsKey(token)) {
                tokens.put(token, new Token(row.getObject(8, UUID.class), instant(row, 10)));
            }
            String range = row.getString(11);
            if (range != null && !entries.containsKey(range)) {
                entries.put(range, new AddressMatcher.Entry(IpRange.of(range), instant(row, 12)));
            }
        } while (row.next());
        AddressMatcher listed = entries.isEmpty() ? AddressMatcher.EMPTY : new AddressMatcher(entries.values());
        Map<String, GateState> living = new HashMap<>();
        tokens.forEach((key, token) -> living.put(
                key,
                new GateState(
                        owner.accountId(),
                        slug,
                        externalId,
                        suspended,
                        paused,
                        token.id(),
                        token.expiresAt(),
                        mode,
                        listed)));
        return new AccountReading(hash, owner, living, now);
    }

    @Override
    public ClockReading readClock(@Nullable UUID epoch, long since) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(CLOCK);
                ResultSet row = query.executeQuery()) {
            row.next();
            UUID now = row.getObject(1, UUID.class);
            long tick = row.getLong(2);
            Instant databaseTime = row.getObject(3, OffsetDateTime.class).toInstant();
            boolean told = now.equals(epoch) && tick >= since && tick - since <= MOST_CHANGES;
            return new ClockReading(now, tick, told ? readFeed(connection, since, tick) : null, databaseTime);
        }
    }

    /** Null if a tick is missing: the feed is pruned after a day, and a backup may have been put back. */
    private static @Nullable Set<UUID> readFeed(Connection connection, long since, long tick) throws SQLException {
        if (since == tick) {
            return Set.of();
        }
        List<UUID> changed = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(FEED)) {
            query.setLong(1, since);
            query.setLong(2, tick);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    changed.add(row.getObject(1, UUID.class));
                }
            }
        }
        return changed.size() == tick - since ? new HashSet<>(changed) : null;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
