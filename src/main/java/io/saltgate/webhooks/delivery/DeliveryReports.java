package io.saltgate.webhooks.delivery;

import io.saltgate.platform.db.Columns;
import io.saltgate.webhooks.endpoints.EndpointKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Writes down what came of attempts, many at a time; a report counts only while its claim is the delivery's. */
final class DeliveryReports {

    private static final String FINISH = """
            update webhook_delivery set state = ?, due_at = ?, claim_id = null
            where id = ? and claim_id = ? and state = 'PENDING'
            """;
    static final String ATTEMPT = """
            insert into webhook_attempt (account_id, delivery_id, number, began_at, millis, outcome, status, detail,
                sent_to, sent_head, mac_start, sent_sha256, sent_bytes, signed_bytes,
                answer_head, answer_body, answer_form, answer_label, answer_bytes, answer_cut)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FAILING = """
            update webhook_endpoint set failing_since = ?
            where account_id = ? and id = ? and generation = ? and state = 'ON' and failing_since is null
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
    private static final Comparator<EndpointKey> BY_ENDPOINT =
            Comparator.comparing(EndpointKey::account).thenComparing(EndpointKey::endpoint);

    /**
     * A report to be written.
     *
     * @param state what the delivery is from now on
     * @param pause if it is still to be delivered, how long to wait before that
     */
    record Finished(Claim claim, Claim.Report report, Delivery.State state, Duration pause) {}

    private final Sql sql;

    DeliveryReports(DataSource dataSource) {
        this.sql = new Sql(dataSource);
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
        return sql.transact(connection -> {
            List<Finished> own = update(connection, finished);
            insertAttempts(connection, own);
            Map<EndpointKey, Finished> last = new TreeMap<>(BY_ENDPOINT);
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

    /** Updates the deliveries whose claim is still in force, and gives their reports; the others are dropped. */
    private static List<Finished> update(Connection connection, List<Finished> finished) throws SQLException {
        OffsetDateTime now = Sql.now(connection);
        try (PreparedStatement update = connection.prepareStatement(FINISH)) {
            for (Finished one : finished) {
                Sql.set(
                        update,
                        one.state().name(),
                        now.plus(one.pause()),
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

    private static void insertAttempts(Connection connection, List<Finished> own) throws SQLException {
        if (own.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(ATTEMPT)) {
            for (Finished one : own) {
                Claim.Report report = one.report();
                Claim.SentBody body = report.sent().body();
                AnswerBody.Form form = report.answer().form();
                Sql.set(
                        insert,
                        one.claim().target().key().account(),
                        one.claim().delivery(),
                        one.claim().attempt(),
                        Columns.utc(report.beganAt()),
                        (int) Math.min(report.millis(), Integer.MAX_VALUE),
                        report.outcome().name(),
                        report.status() == 0 ? null : (short) report.status(),
                        report.detail(),
                        report.sent().to(),
                        report.sent().head(),
                        report.sent().macStart(),
                        body == null ? null : body.sha256(),
                        body == null ? null : (Integer) body.bytes(),
                        body == null ? null : (Integer) body.signedBytes(),
                        report.answer().head(),
                        report.answer().body(),
                        form == null ? null : form.name(),
                        form == null ? null : report.answer().label(),
                        report.answer().bytes(),
                        form == null ? null : (Boolean) report.answer().cut());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Set<Claim.Target> updateEndpoints(
            Connection connection, Map<EndpointKey, Finished> last, Instant failingBefore) throws SQLException {
        Set<Claim.Target> forLong = new HashSet<>();
        for (Finished one : last.values()) {
            Claim.Target target = one.claim().target();
            if (one.report().outcome().isSuccess()) {
                Sql.execute(
                        connection,
                        RECOVERED,
                        target.key().account(),
                        target.key().endpoint(),
                        target.generation());
                continue;
            }
            Sql.execute(
                    connection,
                    FAILING,
                    Columns.utc(one.report().beganAt()),
                    target.key().account(),
                    target.key().endpoint(),
                    target.generation());
            try (PreparedStatement query = connection.prepareStatement(FAILING_FOR_LONG)) {
                Sql.set(
                        query,
                        target.key().account(),
                        target.key().endpoint(),
                        target.generation(),
                        Columns.utc(failingBefore));
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
        record Hour(EndpointKey key, Instant began) {}
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
                Columns.utc(entry.getKey().began())
            };
            if (Sql.execute(connection, HOUR_UPDATE, values) == 0) {
                Sql.execute(connection, HOUR_INSERT, values);
            }
        }
    }
}
