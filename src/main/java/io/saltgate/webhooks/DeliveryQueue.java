package io.saltgate.webhooks;

import io.saltgate.apiaccess.SealedSalt;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that wait in the database, for any number of nodes. A claim is a conditional update that moves the row's
 * {@code due_at} to the end of a lease, so that none is sent by two at a time and none is lost with a node; what a node
 * reports counts only while the claim is still its own.
 */
final class DeliveryQueue {

    private static final String POSTGRES = "PostgreSQL";

    /** Skips from endpoint to endpoint, however many deliveries each has. */
    private static final String DUE = """
            with recursive waiting (endpoint_id) as (
                (select endpoint_id from webhook_delivery where state = 'PENDING'
                    order by endpoint_id fetch first 1 rows only)
                union all
                select (select d.endpoint_id from webhook_delivery d where d.state = 'PENDING'
                    and d.endpoint_id > w.endpoint_id order by d.endpoint_id fetch first 1 rows only)
                from waiting w where w.endpoint_id is not null)
            select e.account_id, e.id from waiting w join webhook_endpoint e on e.id = w.endpoint_id
            where e.state = 'ON' and exists (select 1 from webhook_delivery d where d.state = 'PENDING'
                and d.endpoint_id = e.id and d.generation = e.generation and d.due_at <= current_timestamp)
            """;

    /** H2 doesn't know the outer row inside, and is asked for each endpoint instead. */
    private static final String DUE_H2 = """
            select e.account_id, e.id from webhook_endpoint e
            where e.state = 'ON' and exists (select 1 from webhook_delivery d where d.state = 'PENDING'
                and d.endpoint_id = e.id and d.generation = e.generation and d.due_at <= current_timestamp)
            """;

    private static final String ENDPOINT = """
            select url, sign_mac, generation, current_timestamp from webhook_endpoint
            where account_id = ? and id = ? and state = 'ON'
            """;
    private static final String CANDIDATES = """
            select id, claim_id, attempts from webhook_delivery
            where state = 'PENDING' and endpoint_id = ? and generation = ? and due_at <= ? and account_id = ?
            order by due_at limit ?
            """;
    private static final String CLAIM = """
            update webhook_delivery set claim_id = ?, attempts = attempts + 1, due_at = ?
            where account_id = ? and id = ? and state = 'PENDING' and due_at <= ?
            """;
    private static final String CLAIMED = """
            select d.id, d.attempts, v.id, v.type, v.occurred_at, v.document_id, v.payload, x.enabling_id, x.sealed_salt
            from webhook_delivery d
            join webhook_event v on v.account_id = d.account_id and v.id = d.event_id
            join api_access x on x.account_id = d.account_id
            where d.state = 'PENDING' and d.endpoint_id = ? and d.generation = ? and d.due_at = ? and d.claim_id = ?
                and x.sealed_salt is not null
            order by d.id
            """;
    private static final String HEADERS =
            "select name, sealed from webhook_header where account_id = ? and endpoint_id = ? order by name";
    private static final String EXCEPTIONS = "select target from webhook_exception where account_id = ?";
    private static final String FINISH = """
            update webhook_delivery set state = ?, due_at = ?, claim_id = null
            where account_id = ? and id = ? and claim_id = ? and state = 'PENDING'
            """;
    private static final String ATTEMPT = """
            insert into webhook_attempt (account_id, delivery_id, number, began_at, millis, outcome, status, detail,
                sent_to, sent_head, mac_start, answer_head, answer_body)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FAILING = """
            update webhook_endpoint set failing_since = coalesce(failing_since, ?)
            where account_id = ? and id = ? and generation = ? and state = 'ON'
            """;
    private static final String RECOVERED = """
            update webhook_endpoint set failing_since = null
            where account_id = ? and id = ? and generation = ? and failing_since is not null
            """;
    private static final String FAILING_FOR_LONG = """
            select 1 from webhook_endpoint
            where account_id = ? and id = ? and generation = ? and state = 'ON' and failing_since <= ?
            """;
    private static final String HOUR_UPDATE = """
            update webhook_hour set succeeded = succeeded + ?, failed = failed + ?
            where account_id = ? and endpoint_id = ? and began_at = ?
            """;
    private static final String HOUR_INSERT = """
            insert into webhook_hour (succeeded, failed, account_id, endpoint_id, began_at) values (?, ?, ?, ?, ?)
            """;
    private static final String DEPTH = """
            select count(*), min(d.due_at), current_timestamp from webhook_delivery d
            where d.state = 'PENDING'
            """;

    private static final Comparator<Claim.Key> BY_ENDPOINT =
            Comparator.comparing(Claim.Key::account).thenComparing(Claim.Key::endpoint);

    private static final int TRIES = 5;

    /** SQLSTATE classes of what another node's transaction is the cause of: 23, a constraint; 40, rolled back. */
    private static final Set<String> WORTH_A_TRY = Set.of("23", "40");

    /**
     * A report to be written.
     *
     * @param state what the delivery is from now on
     * @param pause if it is still to be delivered, how long to wait before that
     */
    record Finished(Claim claim, Claim.Report report, Delivery.State state, Duration pause) {}

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private static final String GIVE_UP = """
            update webhook_delivery set state = 'FAILED', claim_id = null
            where account_id = ? and id = ? and state = 'PENDING' and due_at <= ?
            """;

    private final DataSource dataSource;
    private final Duration lease;
    private final int mostAttempts;
    private @Nullable Boolean postgres;

    /**
     * @param lease how long a claim lasts, longer than an attempt and its report can take
     * @param mostAttempts after which a delivery fails even if no attempt of it was ever reported
     */
    DeliveryQueue(DataSource dataSource, Duration lease, int mostAttempts) {
        this.dataSource = dataSource;
        this.lease = lease;
        this.mostAttempts = mostAttempts;
    }

    /** Endpoints that something is due for. */
    Set<Claim.Key> findDue() throws SQLException {
        return transact(connection -> {
            Set<Claim.Key> due = new HashSet<>();
            try (PreparedStatement query = connection.prepareStatement(isPostgres(connection) ? DUE : DUE_H2);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    due.add(new Claim.Key(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)));
                }
            }
            return due;
        });
    }

    /** Claims what is due longest, for this node alone. Empty if the endpoint is off. */
    List<Claim> claim(Claim.Key key, int most) throws SQLException {
        return transact(connection -> claim(connection, key, most));
    }

    private List<Claim> claim(Connection connection, Claim.Key key, int most) throws SQLException {
        boolean skipsLocked = isPostgres(connection);
        Receiver endpoint = lockEndpoint(connection, key, skipsLocked ? " for share skip locked" : " for update");
        if (endpoint == null) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>();
        String select = CANDIDATES + (skipsLocked ? " for update skip locked" : "");
        try (PreparedStatement query = connection.prepareStatement(select)) {
            set(query, key.endpoint(), endpoint.generation(), endpoint.now(), key.account(), most);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    candidates.add(new Candidate(
                            rows.getObject(1, UUID.class), rows.getObject(2, UUID.class) != null, rows.getInt(3)));
                }
            }
        }
        giveUp(connection, key, candidates, endpoint.now());
        if (candidates.isEmpty()) {
            return List.of();
        }
        UUID claim = UUID.randomUUID();
        List<Candidate> won = update(connection, key, candidates, claim, endpoint.now());
        reportInterrupted(connection, key, won, endpoint.now());
        return won.isEmpty() ? List.of() : read(connection, key, endpoint, claim);
    }

    private record Receiver(String url, boolean signMac, int generation, OffsetDateTime now) {}

    /** @param lost whether another claim's time is over */
    private record Candidate(UUID delivery, boolean lost, int attempts) {}

    /** Held until the claim stands, so that no attempt begins once a removal has been answered. */
    private static @Nullable Receiver lockEndpoint(Connection connection, Claim.Key key, String lock)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ENDPOINT + lock)) {
            set(query, key.account(), key.endpoint());
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new Receiver(
                                row.getString(1),
                                row.getBoolean(2),
                                row.getInt(3),
                                row.getObject(4, OffsetDateTime.class))
                        : null;
            }
        }
    }

    /** A delivery that ends its node each time, or that no database takes the report of, is not for ever. */
    private void giveUp(Connection connection, Claim.Key key, List<Candidate> candidates, OffsetDateTime now)
            throws SQLException {
        List<Candidate> over = candidates.stream()
                .filter(candidate -> candidate.attempts() >= mostAttempts)
                .toList();
        for (Candidate candidate : over) {
            execute(connection, GIVE_UP, key.account(), candidate.delivery(), now);
        }
        candidates.removeAll(over);
    }

    private List<Candidate> update(
            Connection connection, Claim.Key key, List<Candidate> candidates, UUID claim, OffsetDateTime now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
            for (Candidate candidate : candidates) {
                set(update, claim, now.plus(lease), key.account(), candidate.delivery(), now);
                update.addBatch();
            }
            int[] counts = update.executeBatch();
            List<Candidate> won = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    won.add(candidates.get(i));
                }
            }
            return won;
        }
    }

    private static void reportInterrupted(Connection connection, Claim.Key key, List<Candidate> won, OffsetDateTime now)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ATTEMPT)) {
            boolean any = false;
            for (Candidate candidate : won) {
                if (candidate.lost()) {
                    set(
                            insert,
                            key.account(),
                            candidate.delivery(),
                            candidate.attempts(),
                            now,
                            0,
                            Attempt.Outcome.INTERRUPTED.name(),
                            null,
                            "",
                            "",
                            "",
                            "",
                            "",
                            "");
                    insert.addBatch();
                    any = true;
                }
            }
            if (any) {
                insert.executeBatch();
            }
        }
    }

    private List<Claim> read(Connection connection, Claim.Key key, Receiver receiver, UUID claim) throws SQLException {
        Claim.Target target = new Claim.Target(
                key,
                receiver.generation(),
                receiver.url(),
                receiver.signMac(),
                headers(connection, key),
                exceptions(connection, key));
        List<Claim> claims = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(CLAIMED)) {
            set(query, key.endpoint(), receiver.generation(), receiver.now().plus(lease), claim);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    claims.add(claim(row, target, claim));
                }
            }
        }
        return claims;
    }

    private static Claim claim(ResultSet row, Claim.Target target, UUID claim) throws SQLException {
        return new Claim(
                claim,
                target,
                row.getObject(1, UUID.class),
                row.getInt(2),
                new Payload.Facts(
                        row.getObject(3, UUID.class),
                        row.getString(4),
                        row.getObject(5, OffsetDateTime.class).toInstant(),
                        row.getString(6)),
                new Payload(row.getString(7)),
                new SealedSalt(target.key().account(), row.getObject(8, UUID.class), row.getString(9)));
    }

    private static List<Claim.SealedHeader> headers(Connection connection, Claim.Key key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(HEADERS)) {
            set(query, key.account(), key.endpoint());
            List<Claim.SealedHeader> headers = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    headers.add(new Claim.SealedHeader(row.getString(1), row.getString(2)));
                }
            }
            return headers;
        }
    }

    private static List<String> exceptions(Connection connection, Claim.Key key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(EXCEPTIONS)) {
            set(query, key.account());
            List<String> targets = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    targets.add(row.getString(1));
                }
            }
            return targets;
        }
    }

    /**
     * Writes what came of some attempts, of those whose claim still holds.
     *
     * @param failingBefore an endpoint that has failed since then or longer has done so for too long
     * @return endpoints of which that is so
     */
    Set<Claim.Target> finish(List<Finished> all, Instant failingBefore) throws SQLException {
        List<Finished> finished = all.stream()
                .sorted(Comparator.comparing(one -> one.claim().delivery()))
                .toList();
        return transact(connection -> {
            List<Finished> own = update(connection, finished);
            insertAttempts(connection, own);
            Map<Claim.Key, Finished> last = new TreeMap<>(BY_ENDPOINT);
            own.forEach(one -> last.merge(one.claim().target().key(), one, (some, other) -> later(some, other)));
            countHours(connection, own);
            return updateEndpoints(connection, last, failingBefore);
        });
    }

    private static Finished later(Finished one, Finished other) {
        return end(other).isAfter(end(one)) ? other : one;
    }

    private static Instant end(Finished one) {
        return one.report().beganAt().plusMillis(one.report().millis());
    }

    private static List<Finished> update(Connection connection, List<Finished> finished) throws SQLException {
        OffsetDateTime now = now(connection);
        try (PreparedStatement update = connection.prepareStatement(FINISH)) {
            for (Finished one : finished) {
                set(
                        update,
                        one.state().name(),
                        now.plus(one.pause()),
                        one.claim().target().key().account(),
                        one.claim().delivery(),
                        one.claim().id());
                update.addBatch();
            }
            int[] counts = update.executeBatch();
            List<Finished> own = new ArrayList<>();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    own.add(finished.get(i));
                }
            }
            return own;
        }
    }

    private static OffsetDateTime now(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select current_timestamp");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class);
        }
    }

    private static void insertAttempts(Connection connection, List<Finished> own) throws SQLException {
        if (own.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(ATTEMPT)) {
            for (Finished one : own) {
                Claim.Report report = one.report();
                set(
                        insert,
                        one.claim().target().key().account(),
                        one.claim().delivery(),
                        one.claim().attempt(),
                        utc(report.beganAt()),
                        (int) Math.min(report.millis(), Integer.MAX_VALUE),
                        report.outcome().name(),
                        report.status() == 0 ? null : (short) report.status(),
                        report.detail(),
                        report.sentTo(),
                        report.sentHead(),
                        report.macStart(),
                        report.answerHead(),
                        report.answerBody());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Set<Claim.Target> updateEndpoints(
            Connection connection, Map<Claim.Key, Finished> last, Instant failingBefore) throws SQLException {
        Set<Claim.Target> forLong = new HashSet<>();
        for (Finished one : last.values()) {
            Claim.Target target = one.claim().target();
            if (one.report().outcome().isSuccess()) {
                execute(
                        connection,
                        RECOVERED,
                        target.key().account(),
                        target.key().endpoint(),
                        target.generation());
                continue;
            }
            execute(
                    connection,
                    FAILING,
                    utc(one.report().beganAt()),
                    target.key().account(),
                    target.key().endpoint(),
                    target.generation());
            try (PreparedStatement query = connection.prepareStatement(FAILING_FOR_LONG)) {
                set(query, target.key().account(), target.key().endpoint(), target.generation(), utc(failingBefore));
                try (ResultSet row = query.executeQuery()) {
                    if (row.next()) {
                        forLong.add(target);
                    }
                }
            }
        }
        return forLong;
    }

    private static void countHours(Connection connection, List<Finished> own) throws SQLException {
        record Hour(Claim.Key key, Instant began) {}
        Map<Hour, long[]> hours =
                new TreeMap<>(Comparator.comparing(Hour::key, BY_ENDPOINT).thenComparing(Hour::began));
        for (Finished one : own) {
            Hour hour =
                    new Hour(one.claim().target().key(), one.report().beganAt().truncatedTo(ChronoUnit.HOURS));
            hours.computeIfAbsent(hour, added -> new long[2])[
                    one.report().outcome().isSuccess() ? 0 : 1]++;
        }
        for (Map.Entry<Hour, long[]> entry : hours.entrySet()) {
            Object[] values = {
                entry.getValue()[0],
                entry.getValue()[1],
                entry.getKey().key().account(),
                entry.getKey().key().endpoint(),
                utc(entry.getKey().began())
            };
            if (execute(connection, HOUR_UPDATE, values) == 0) {
                execute(connection, HOUR_INSERT, values);
            }
        }
    }

    /**
     * How much waits.
     *
     * @param oldestDueSeconds how long what is due longest has been so; 0 if nothing is
     * @param now by the database
     */
    record Depth(long waiting, double oldestDueSeconds, Instant now) {}

    Depth depth() throws SQLException {
        return transact(connection -> {
            try (PreparedStatement query = connection.prepareStatement(DEPTH);
                    ResultSet row = query.executeQuery()) {
                row.next();
                OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
                OffsetDateTime now = row.getObject(3, OffsetDateTime.class);
                double seconds =
                        oldest == null ? 0 : Duration.between(oldest, now).toMillis() / 1_000.0;
                return new Depth(row.getLong(1), Math.max(0, seconds), now.toInstant());
            }
        });
    }

    private boolean isPostgres(Connection connection) throws SQLException {
        Boolean known = postgres;
        if (known == null) {
            known = connection.getMetaData().getDatabaseProductName().equals(POSTGRES);
            postgres = known;
        }
        return known;
    }

    private <T> T transact(Work<T> work) throws SQLException {
        for (int tries = 1; ; tries++) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    T result = work.in(connection);
                    connection.commit();
                    return result;
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                String state = e.getSQLState();
                boolean again = state != null && state.length() == 5 && WORTH_A_TRY.contains(state.substring(0, 2));
                if (!again || tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static int execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
