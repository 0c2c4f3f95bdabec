package io.saltgate.usage;

import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Conflicts;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.usage.Backlog.CallerKey;
import io.saltgate.usage.Backlog.Calls;
import io.saltgate.usage.Backlog.HourKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Writes recorded calls to the tables. What doesn't fit into the time that this may take, or can't be written now,
 * waits and is summed up with what follows. Refusals are written first, since people look for them.
 *
 * <p>Each transaction locks its rows in one order. Of two nodes that make the same row one fails, and does its
 * transaction again.
 */
final class UsageWriter {

    private static final System.Logger LOG = System.getLogger(UsageWriter.class.getName());

    /** The time for writing in each period, since the database has other work. */
    private static final Duration MAX_TIME = Duration.ofMillis(250);

    private static final int ACCOUNTS_AT_ONCE = 100;

    /** After so many rows the transaction ends: a change of an account waits until its rows are committed. */
    private static final int ROWS_AT_ONCE = 1_000;

    private static final int TRIES = 5;

    // Each pair takes its parameters in one order.
    private static final String HOUR_UPDATE =
            "update usage_hour set calls = calls + ? where account_id = ? and began_at = ? and outcome = ?";
    private static final String HOUR_INSERT =
            "insert into usage_hour (calls, account_id, began_at, outcome) values (?, ?, ?, ?)";
    private static final String STRANGER_UPDATE =
            "update usage_stranger_hour set calls = calls + ? where began_at = ? and outcome = ?";
    private static final String STRANGER_INSERT =
            "insert into usage_stranger_hour (calls, began_at, outcome) values (?, ?, ?)";
    private static final String CALLER_UPDATE = """
            update usage_caller set first_seen_at = least(first_seen_at, ?), last_seen_at = greatest(last_seen_at, ?),
                last_allowed_at = greatest(last_allowed_at, ?), allowed = allowed + ?, would_refuse = would_refuse + ?, refused = refused + ?
            where account_id = ? and seen_on = ? and token_id = ? and address = ?
            """;
    private static final String CALLER_INSERT = """
            insert into usage_caller (first_seen_at, last_seen_at, last_allowed_at, allowed, would_refuse, refused,
                account_id, seen_on, token_id, address)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String TROUBLE_UPDATE = """
            update address_trouble set first_seen_at = least(first_seen_at, ?), last_seen_at = greatest(last_seen_at, ?),
                calls = calls + ?, example = ?
            where kind = ?
            """;
    private static final String TROUBLE_INSERT =
            "insert into address_trouble (first_seen_at, last_seen_at, calls, example, kind) values (?, ?, ?, ?, ?)";
    /** Asks for one day of one account: for several at once, PostgreSQL may read the whole day. */
    private static final String CALLERS = "select count(*) from usage_caller where seen_on = ? and account_id = ?";

    private static final String REFUSAL_INSERT = """
            insert into usage_refusal
                (id, account_id, refused_at, outcome, token_id, address, hops, method, path, user_agent)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String PRUNE = """
            delete from usage_refusal where %1$s and refused_at < (
                select min(kept.refused_at) from (
                    select refused_at from usage_refusal where %1$s
                    order by refused_at desc fetch first %2$d rows only) kept)
            """;
    private static final String PRUNE_ACCOUNT = PRUNE.formatted("account_id = ?", RefusedCallRow.KEPT);
    private static final String PRUNE_STRANGERS = PRUNE.formatted("account_id is null", RefusedCallRow.KEPT);

    private static final Comparator<HourKey> BY_HOUR =
            Comparator.comparing(HourKey::began).thenComparing(HourKey::outcome);

    private static final Comparator<CallerKey> BY_CALLER =
            Comparator.comparing(CallerKey::day).thenComparing(CallerKey::token).thenComparing(CallerKey::address);

    /** A row to update or insert, as the parameters of its pair of statements. */
    private record Row(List<Object> values) {
        static Row of(Object... values) {
            return new Row(List.of(values));
        }
    }

    private record Day(UUID account, LocalDate day) {}

    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    private final DataSource dataSource;
    private final Clock clock;
    private final Backlog backlog = new Backlog();

    UsageWriter(DataSource dataSource, Clock clock) {
        this.dataSource = dataSource;
        this.clock = clock;
    }

    void add(Batch quiet) {
        backlog.add(quiet, clock.instant());
    }

    /**
     * What waits, or as much as there is time for.
     *
     * @return whether more waits and can be written
     */
    boolean write() {
        long end = System.nanoTime() + MAX_TIME.toNanos();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                writeCommon(connection);
                while (!backlog.accounts().isEmpty() && System.nanoTime() < end) {
                    writeAccounts(connection);
                }
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "usage counts could not be written; they stay in memory and are retried: {0}",
                    e.getMessage());
            return false;
        }
        return !backlog.accounts().isEmpty();
    }

    private void writeCommon(Connection connection) throws SQLException {
        if (!backlog.refusals().isEmpty()) {
            transact(connection, this::insertRefusals);
            backlog.refusals().clear();
        }
        if (!backlog.unattributed().isEmpty() || !backlog.troubles().isEmpty()) {
            transact(connection, same -> {
                upsert(same, STRANGER_UPDATE, STRANGER_INSERT, strangerRows());
                upsert(same, TROUBLE_UPDATE, TROUBLE_INSERT, troubleRows());
            });
            backlog.unattributed().clear();
            backlog.troubles().clear();
        }
    }

    private void writeAccounts(Connection connection) throws SQLException {
        Map<UUID, Backlog.OfAccount> some = new TreeMap<>();
        int rows = 0;
        for (Map.Entry<UUID, Backlog.OfAccount> entry : backlog.accounts().entrySet()) {
            rows += entry.getValue().hours().size() + entry.getValue().callers().size();
            if (!some.isEmpty() && (rows > ROWS_AT_ONCE || some.size() == ACCOUNTS_AT_ONCE)) {
                break;
            }
            some.put(entry.getKey(), entry.getValue());
        }
        transact(connection, same -> {
            upsert(same, HOUR_UPDATE, HOUR_INSERT, hourRows(some));
            upsertCallers(same, some);
        });
        backlog.accounts().keySet().removeAll(some.keySet());
    }

    private static void transact(Connection connection, Work work) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                work.in(connection);
                connection.commit();
                return;
            } catch (SQLException e) {
                connection.rollback();
                if (!Conflicts.isOne(e) || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private List<Row> strangerRows() {
        return backlog.unattributed().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_HOUR))
                .map(entry -> Row.of(
                        entry.getValue(),
                        Columns.utc(entry.getKey().began()),
                        entry.getKey().outcome().code()))
                .toList();
    }

    private List<Row> troubleRows() {
        return backlog.troubles().entrySet().stream() // by kind
                .map(entry -> Row.of(
                        Columns.utc(entry.getValue().first()),
                        Columns.utc(entry.getValue().last()),
                        entry.getValue().calls(),
                        entry.getValue().example(),
                        entry.getKey().name()))
                .toList();
    }

    private static List<Row> hourRows(Map<UUID, Backlog.OfAccount> accounts) {
        List<Row> rows = new ArrayList<>();
        accounts.forEach((id, seen) -> seen.hours().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_HOUR))
                .forEach(entry -> rows.add(Row.of(
                        entry.getValue(),
                        id,
                        Columns.utc(entry.getKey().began()),
                        entry.getKey().outcome().code()))));
        return rows;
    }

    /** Callers without a row and without room for one are counted together. */
    private static void upsertCallers(Connection connection, Map<UUID, Backlog.OfAccount> accounts)
            throws SQLException {
        record Line(UUID account, CallerKey caller, Calls calls) {
            Day day() {
                return new Day(account, caller.day());
            }

            Row row() {
                return callerRow(account, caller, calls);
            }

            Line plus(Line other) {
                return new Line(account, caller, calls.plus(other.calls));
            }
        }
        List<Line> lines = new ArrayList<>();
        accounts.forEach((id, seen) -> seen.callers().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_CALLER))
                .forEach(entry -> lines.add(new Line(id, entry.getKey(), entry.getValue()))));
        int[] updated =
                batch(connection, CALLER_UPDATE, lines.stream().map(Line::row).toList());

        record Others(UUID account, CallerKey caller) {}
        List<Row> fresh = new ArrayList<>();
        Map<Others, Line> others =
                new TreeMap<>(Comparator.comparing(Others::account).thenComparing(Others::caller, BY_CALLER));
        List<Line> unknown = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                unknown.add(lines.get(i));
            }
        }
        Map<Day, Integer> callers =
                countCallers(connection, unknown.stream().map(Line::day).toList());
        for (Line line : unknown) {
            if (line.caller().isOthers() || callers.merge(line.day(), 1, Integer::sum) > Backlog.MAX_CALLERS) {
                CallerKey all = line.caller().others();
                others.merge(new Others(line.account(), all), new Line(line.account(), all, line.calls()), Line::plus);
            } else {
                fresh.add(line.row());
            }
        }
        batch(connection, CALLER_INSERT, fresh);
        upsert(
                connection,
                CALLER_UPDATE,
                CALLER_INSERT,
                others.values().stream().map(Line::row).toList());
    }

    private static Row callerRow(UUID account, CallerKey caller, Calls calls) {
        return Row.of(
                Columns.utc(calls.first()),
                Columns.utc(calls.last()),
                Columns.utc(calls.lastAllowed()),
                calls.allowed(),
                calls.wouldRefuse(),
                calls.refused(),
                account,
                caller.day(),
                caller.token(),
                caller.address());
    }

    /** The number of rows per day, for days that have any. */
    private static Map<Day, Integer> countCallers(Connection connection, List<Day> days) throws SQLException {
        Map<Day, Integer> counts = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(CALLERS)) {
            for (Day day : Set.copyOf(days)) {
                query.setObject(1, day.day());
                query.setObject(2, day.account());
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    counts.put(day, row.getInt(1));
                }
            }
        }
        return counts;
    }

    private void insertRefusals(Connection connection) throws SQLException {
        Set<UUID> accounts = new LinkedHashSet<>();
        boolean unattributed = false;
        try (PreparedStatement insert = connection.prepareStatement(REFUSAL_INSERT)) {
            for (Batch.Refusal refusal : backlog.refusals()) {
                int column = 1;
                insert.setObject(column++, Uuid7.next(clock));
                insert.setObject(column++, refusal.account());
                insert.setObject(column++, Columns.utc(Instant.ofEpochMilli(refusal.atMillis())));
                insert.setString(column++, refusal.outcome().code());
                insert.setObject(column++, refusal.token());
                insert.setString(column++, refusal.address());
                insert.setString(column++, refusal.call().hops());
                insert.setString(column++, refusal.call().method());
                insert.setString(column++, refusal.call().path());
                insert.setString(column, refusal.call().userAgent());
                insert.addBatch();
                unattributed |= refusal.account() == null;
                if (refusal.account() != null) {
                    accounts.add(refusal.account());
                }
            }
            insert.executeBatch();
        }
        batch(
                connection,
                PRUNE_ACCOUNT,
                accounts.stream().sorted().map(id -> Row.of(id, id)).toList());
        if (unattributed) {
            try (PreparedStatement prune = connection.prepareStatement(PRUNE_STRANGERS)) {
                prune.executeUpdate();
            }
        }
    }

    private static void upsert(Connection connection, String update, String insert, List<Row> rows)
            throws SQLException {
        int[] updated = batch(connection, update, rows);
        List<Row> fresh = new ArrayList<>();
        for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
                fresh.add(rows.get(i));
            }
        }
        batch(connection, insert, fresh);
    }

    private static int[] batch(Connection connection, String sql, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : rows) {
                for (int i = 0; i < row.values().size(); i++) {
                    statement.setObject(i + 1, row.values().get(i));
                }
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }
}
