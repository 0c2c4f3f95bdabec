package io.saltgate.gate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.db.SaltgateDataSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the gate needs with plain SQL, over a small pool of its own in autocommit: a console that has used up the
 * server's connections must not hold up a gateway. One statement reads several accounts, so that they are of one
 * moment.
 */
final class GateStore implements GateSource, AutoCloseable {

    /** One more connection is for the poll. */
    static final int MAX_READS = 2;

    private static final long CONNECTION_WAIT_MILLIS = 1_000;

    /** If there are more changes at once, they aren't read one by one and the whole cache is dropped. */
    private static final long MAX_CHANGES = 10_000;

    /**
     * Entries are read only where the list's mode uses them: 10,000 entries cost a hundred times what the rest does.
     * There are two joins because PostgreSQL, with all conditions in one, overestimates its index and reads the table
     * instead.
     */
    private static final String ACCOUNTS = """
            select clock.now, t.lookup_hash, t.id, t.retired, t.expires_at, a.id, a.slug, a.external_id, a.status, x.state, w.mode,
                e.address_range, e.expires_at
            from (select current_timestamp as now) clock
            left join (
                select account_id, id, lookup_hash, expires_at, false as retired from auth_token where lookup_hash = any(?)
                union all
                select account_id, token_id, lookup_hash, null, true from retired_token where lookup_hash = any(?)) t on 1 = 1
            left join account a on a.id = t.account_id
            left join api_access x on x.account_id = a.id
            left join whitelist w on w.account_id = a.id and not t.retired
            left join whitelist_entry e on e.account_id = case when w.mode <> 'OFF' then a.id end
            """;

    private static final String CLOCK = "select epoch, tick, current_timestamp, key_id from change_clock where id = 1";
    private static final String FEED =
            "select tick, account_id, changed_at from change_feed where tick >= ? and tick <= ?";

    /** The age at which a change may have been deleted from the feed, with some room for differing clocks of nodes. */
    private static final Duration MAY_BE_PRUNED = ChangeClock.FEED_KEPT.minusHours(1);

    private final DataSource pool;

    GateStore(DataSource pool) {
        this.pool = pool;
    }

    /** Opens a new pool, which need not reach the database yet. */
    static GateStore open() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("gate");
        config.setDataSource(SaltgateDataSource.deciding());
        config.setMaximumPoolSize(MAX_READS + 1);
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
    public List<Supplier<AccountReading>> readAccounts(List<List<String>> tokens) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(ACCOUNTS)) {
            Array asked = connection.createArrayOf(
                    "varchar", tokens.stream().flatMap(List::stream).toArray(String[]::new));
            query.setArray(1, asked);
            query.setArray(2, asked);
            try (ResultSet row = query.executeQuery()) {
                return read(tokens, row);
            }
        }
    }

    private static List<Supplier<AccountReading>> read(List<List<String>> tokens, ResultSet row) throws SQLException {
        Map<String, AccountRows> found = new HashMap<>();
        row.next();
        Instant now = row.getObject(1, OffsetDateTime.class).toInstant();
        do {
            String hash = row.getString(2);
            if (hash != null) {
                AccountRows rows = found.get(hash);
                if (rows == null) {
                    rows = new AccountRows(hash, row, now);
                    found.put(hash, rows);
                }
                rows.add(row);
            }
        } while (row.next());
        List<Supplier<AccountReading>> readings = new ArrayList<>();
        for (List<String> hashes : tokens) {
            AccountRows rows = findAny(found, hashes);
            readings.add(rows != null ? rows : () -> new AccountReading(hashes.getFirst(), null, null, now));
        }
        return readings;
    }

    private static @Nullable AccountRows findAny(Map<String, AccountRows> found, List<String> hashes) {
        for (String hash : hashes) {
            AccountRows rows = found.get(hash);
            if (rows != null) {
                return rows;
            }
        }
        return null;
    }

    @Override
    public ChangeReading readChanges(@Nullable ChangeReading before) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement query = connection.prepareStatement(CLOCK);
                ResultSet row = query.executeQuery()) {
            row.next();
            UUID epoch = row.getObject(1, UUID.class);
            long tick = row.getLong(2);
            Instant databaseTime = row.getObject(3, OffsetDateTime.class).toInstant();
            long first = before != null && tick >= before.tick() && tick - before.tick() <= MAX_CHANGES
                    ? before.tick()
                    : tick;
            String activeKey = row.getString(4);
            Map<Long, ChangeReading.Change> feed = readFeed(connection, first, tick);
            return new ChangeReading(
                    epoch,
                    tick,
                    feed.get(tick),
                    changed(before, epoch, tick, feed, databaseTime),
                    databaseTime,
                    activeKey);
        }
    }

    /** Reads the changes between two ticks, by tick. */
    private static Map<Long, ChangeReading.Change> readFeed(Connection connection, long first, long last)
            throws SQLException {
        Map<Long, ChangeReading.Change> feed = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(FEED)) {
            query.setLong(1, first);
            query.setLong(2, last);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Instant at = row.getObject(3, OffsetDateTime.class).toInstant();
                    feed.put(row.getLong(1), new ChangeReading.Change(row.getObject(2, UUID.class), at));
                }
            }
        }
        return feed;
    }

    /**
     * The accounts that changed since; null if the history is another one or a tick is missing: the feed is pruned
     * after a day.
     */
    private static @Nullable Set<UUID> changed(
            @Nullable ChangeReading before, UUID epoch, long tick, Map<Long, ChangeReading.Change> feed, Instant now) {
        if (before == null
                || !epoch.equals(before.epoch())
                || tick < before.tick()
                || !isSame(before.last(), feed.remove(before.tick()), now)
                || feed.size() != tick - before.tick()) {
            return null;
        }
        return feed.values().stream().map(ChangeReading.Change::account).collect(Collectors.toSet());
    }

    /**
     * Whether the change that was the last is still what it was: a backup may have been put back, or a standby that
     * lagged may have become the primary, and have got on to the same tick since.
     */
    private static boolean isSame(
            ChangeReading.@Nullable Change then, ChangeReading.@Nullable Change present, Instant now) {
        boolean pruned = then != null && present == null && then.at().isBefore(now.minus(MAY_BE_PRUNED));
        return pruned || Objects.equals(then, present);
    }
}
