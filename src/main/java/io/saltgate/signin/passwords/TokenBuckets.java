package io.saltgate.signin.passwords;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets that all nodes share. A bucket is a row with the moment at which it will be full again (the generic
 * cell rate algorithm); a full one has no row. Every change names the state that it was decided on, each in a
 * transaction of its own, so that no two nodes take the same token and none waits for another. Times are the
 * database's.
 *
 * <p>Not to be called within a transaction: two nodes may insert the same row, and one then hears of it.
 */
@ApplicationScoped
public class TokenBuckets {

    /** What is counted, how many tries a full bucket holds, and how long one takes to come back. */
    public enum Kind {
        ADDRESS(30, Duration.ofSeconds(10)),
        NAME(10, Duration.ofMinutes(1)),
        DEVICE(10, Duration.ofMinutes(1)),
        CODE(5, Duration.ofMinutes(5)),
        CODE_DAY(20, Duration.ofDays(1));

        private final int capacity;
        private final Duration interval;

        Kind(int capacity, Duration interval) {
            this.capacity = capacity;
            this.interval = interval;
        }

        int capacity() {
            return capacity;
        }

        Duration interval() {
            return interval;
        }

        /** How long an empty bucket takes to be full again; also how often one is told of. */
        Duration window() {
            return interval.multipliedBy(capacity);
        }
    }

    public record Bucket(Kind kind, int slot) {}

    /** What came of a try to take a token. */
    public sealed interface Taken {
        record Yes() implements Taken {}

        /**
         * @param retryAfter until there is one
         * @param first whether this is the first refusal of its window, on any node
         */
        record No(Duration retryAfter, boolean first) implements Taken {}
    }

    /** A new row pays for the removal of so many that are not needed any more. */
    private static final int REMOVED_PER_NEW = 8;

    private static final String READ = """
            select clock.now, t.full_at, t.told_at
            from (select current_timestamp as now) clock
            left join throttle t on t.kind = ? and t.slot = ?
            """;
    private static final String INSERT = "insert into throttle (kind, slot, full_at) values (?, ?, ?)";
    private static final String CHANGE = "update throttle set full_at = ? where kind = ? and slot = ? and full_at = ?";
    private static final String REMOVE = "delete from throttle where kind = ? and slot = ? and full_at = ?";
    private static final String TELL =
            "update throttle set told_at = ? where kind = ? and slot = ? and (told_at is null or told_at <= ?)";
    private static final String FULL = "select kind, slot, full_at from throttle where full_at <= ?"
            + " order by full_at fetch first " + REMOVED_PER_NEW + " rows only";

    @Resource(lookup = "java:app/jdbc/saltgate")
    @SuppressWarnings("NullAway.Init") // the container injects
    private DataSource dataSource;

    public TokenBuckets() {}

    public TokenBuckets(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public Taken take(Bucket bucket) {
        try (Connection connection = dataSource.getConnection()) {
            while (true) {
                Row row = read(connection, bucket);
                Instant fullAt = row.fullAfterOneMore(bucket.kind().interval());
                Duration wait =
                        Duration.between(row.now(), fullAt).minus(bucket.kind().window());
                if (wait.isPositive()) {
                    return new Taken.No(wait, isFirst(connection, bucket, row));
                }
                if (row.fullAt() != null && change(connection, bucket, row.fullAt(), fullAt)) {
                    return new Taken.Yes();
                }
                if (row.fullAt() == null && insert(connection, bucket, fullAt)) {
                    removeFull(connection, row.now());
                    return new Taken.Yes();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tries can't be counted", e);
        }
    }

    /** Puts a taken token back. */
    public void giveBack(Bucket bucket) {
        try (Connection connection = dataSource.getConnection()) {
            while (true) {
                Row row = read(connection, bucket);
                if (row.fullAt() == null) {
                    return;
                }
                Instant fullAt = row.fullAt().minus(bucket.kind().interval());
                boolean done = fullAt.isAfter(row.now())
                        ? change(connection, bucket, row.fullAt(), fullAt)
                        : remove(connection, bucket, row.fullAt());
                if (done) {
                    return;
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the tries can't be counted", e);
        }
    }

    private record Row(
            Instant now, @Nullable Instant fullAt, @Nullable Instant toldAt) {

        Instant fullAfterOneMore(Duration interval) {
            return (fullAt == null || fullAt.isBefore(now) ? now : fullAt).plus(interval);
        }
    }

    private static Row read(Connection connection, Bucket bucket) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setString(1, bucket.kind().name());
            query.setInt(2, bucket.slot());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                Instant now = row.getObject(1, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MICROS);
                return new Row(now, instant(row, 2), instant(row, 3));
            }
        }
    }

    private static boolean insert(Connection connection, Bucket bucket, Instant fullAt) throws SQLException {
        try {
            return update(connection, INSERT, bucket.kind().name(), bucket.slot(), time(fullAt));
        } catch (SQLException e) {
            if (e.getSQLState().startsWith("23")) { // integrity: another was first
                return false;
            }
            throw e;
        }
    }

    private static boolean change(Connection connection, Bucket bucket, Instant seen, Instant fullAt)
            throws SQLException {
        return update(connection, CHANGE, time(fullAt), bucket.kind().name(), bucket.slot(), time(seen));
    }

    private static boolean remove(Connection connection, Bucket bucket, Instant fullAt) throws SQLException {
        return update(connection, REMOVE, bucket.kind().name(), bucket.slot(), time(fullAt));
    }

    private static boolean isFirst(Connection connection, Bucket bucket, Row row) throws SQLException {
        Instant before = row.now().minus(bucket.kind().window());
        boolean due = row.toldAt() == null || !row.toldAt().isAfter(before);
        return due && update(connection, TELL, time(row.now()), bucket.kind().name(), bucket.slot(), time(before));
    }

    /** One by one, so that no two nodes can wait for each other's rows. */
    private static void removeFull(Connection connection, Instant now) throws SQLException {
        record Full(Bucket bucket, Instant fullAt) {}
        List<Full> full = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(FULL)) {
            query.setObject(1, time(now));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    Bucket bucket = new Bucket(Kind.valueOf(row.getString(1)), row.getInt(2));
                    full.add(new Full(
                            bucket, row.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
        }
        for (Full one : full) {
            remove(connection, one.bucket(), one.fullAt());
        }
    }

    private static boolean update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate() > 0;
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
