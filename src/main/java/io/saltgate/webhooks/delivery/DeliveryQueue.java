package io.saltgate.webhooks.delivery;

import io.saltgate.apiaccess.SealedSalt;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.endpoints.EndpointKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    private static final String WAITING = """
            with recursive waiting (endpoint_id) as (
                (select endpoint_id from webhook_delivery where state = 'PENDING'
                    order by endpoint_id fetch first 1 rows only)
                union all
                select (select d.endpoint_id from webhook_delivery d where d.state = 'PENDING'
                    and d.endpoint_id > w.endpoint_id order by d.endpoint_id fetch first 1 rows only)
                from waiting w where w.endpoint_id is not null)
            """;

    private static final String DUE = WAITING + """
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
            where state = 'PENDING' and endpoint_id = ? and generation = ? and due_at <= ?
            order by state, endpoint_id, generation, due_at limit ?
            """;
    private static final String CLAIM = """
            update webhook_delivery set claim_id = ?, attempts = attempts + 1, due_at = ?
            where id = ? and state = 'PENDING' and due_at <= ?
            """;
    private static final String CLAIMED = """
            select d.id, d.attempts, v.id, v.type, v.occurred_at, v.document_id, v.payload, x.enabling_id, x.sealed_salt,
                v.traceparent
            from webhook_delivery d
            join webhook_event v on v.id = d.event_id
            join api_access x on x.account_id = d.account_id
            where d.state = 'PENDING' and d.endpoint_id = ? and d.generation = ? and d.due_at = ? and d.claim_id = ?
                and x.sealed_salt is not null
            order by d.id
            """;
    private static final String HEADERS =
            "select name, sealed from webhook_header where account_id = ? and endpoint_id = ? order by name";
    private static final String EXCEPTIONS = "select target from webhook_exception where account_id = ?";
    private static final String DEPTH = """
            select count(*) from (
                select 1 from webhook_delivery d where d.state = 'PENDING' fetch first 1000000 rows only) w
            """;
    private static final String OLDEST_OF_EACH = """
            (select d.due_at from webhook_delivery d
                where d.state = 'PENDING' and d.endpoint_id = e.id and d.generation = e.generation
                order by d.state, d.endpoint_id, d.generation, d.due_at fetch first 1 rows only) as due_at
            """;
    private static final String OLDEST = WAITING
            + "select min(o.due_at), current_timestamp from (select " + OLDEST_OF_EACH
            + " from waiting w join webhook_endpoint e on e.id = w.endpoint_id where e.state = 'ON') o";
    private static final String OLDEST_H2 = "select min(o.due_at), current_timestamp from (select " + OLDEST_OF_EACH
            + " from webhook_endpoint e where e.state = 'ON') o";

    private static final String FIRST_EVENT = "select min(occurred_at) from webhook_event";

    private static final String GIVE_UP = """
            update webhook_delivery set state = 'FAILED', claim_id = null
            where id = ? and state = 'PENDING' and due_at <= ?
            """;

    private final Sql sql;
    private final Duration lease;
    private final int mostAttempts;
    private @Nullable Boolean postgres;

    /**
     * @param lease how long a claim lasts, longer than an attempt and its report can take
     * @param mostAttempts after which a delivery fails even if no attempt of it was ever reported
     */
    DeliveryQueue(DataSource dataSource, Duration lease, int mostAttempts) {
        this.sql = new Sql(dataSource);
        this.lease = lease;
        this.mostAttempts = mostAttempts;
    }

    /** Endpoints that something is due for. */
    Set<EndpointKey> findDue() throws SQLException {
        return sql.transact(connection -> {
            Set<EndpointKey> due = new HashSet<>();
            try (PreparedStatement query = connection.prepareStatement(isPostgres(connection) ? DUE : DUE_H2);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    due.add(new EndpointKey(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class)));
                }
            }
            return due;
        });
    }

    /** Claims what is due longest, for this node alone. Empty if the endpoint is off. */
    List<Claim> claim(EndpointKey key, int most) throws SQLException {
        return sql.transact(connection -> claim(connection, key, most));
    }

    private List<Claim> claim(Connection connection, EndpointKey key, int most) throws SQLException {
        boolean skipsLocked = isPostgres(connection);
        Receiver endpoint = lockEndpoint(connection, key, skipsLocked ? " for share skip locked" : " for update");
        if (endpoint == null) {
            return List.of();
        }
        List<Candidate> candidates = new ArrayList<>();
        String select = CANDIDATES + (skipsLocked ? " for update skip locked" : "");
        try (PreparedStatement query = connection.prepareStatement(select)) {
            Sql.set(query, key.endpoint(), endpoint.generation(), endpoint.now(), most);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    candidates.add(new Candidate(
                            rows.getObject(1, UUID.class), rows.getObject(2, UUID.class) != null, rows.getInt(3)));
                }
            }
        }
        giveUp(connection, candidates, endpoint.now());
        if (candidates.isEmpty()) {
            return List.of();
        }
        UUID claim = UUID.randomUUID();
        List<Candidate> won = update(connection, candidates, claim, endpoint.now());
        reportInterrupted(connection, key, won, endpoint.now());
        return won.isEmpty() ? List.of() : read(connection, key, endpoint, claim);
    }

    private record Receiver(String url, boolean signMac, int generation, OffsetDateTime now) {}

    /** @param lost whether another claim's time is over */
    private record Candidate(UUID delivery, boolean lost, int attempts) {}

    /** Held until the claim stands, so that no attempt begins once a removal has been answered. */
    private static @Nullable Receiver lockEndpoint(Connection connection, EndpointKey key, String lock)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ENDPOINT + lock)) {
            Sql.set(query, key.account(), key.endpoint());
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
    private void giveUp(Connection connection, List<Candidate> candidates, OffsetDateTime now) throws SQLException {
        List<Candidate> over = candidates.stream()
                .filter(candidate -> candidate.attempts() >= mostAttempts)
                .toList();
        for (Candidate candidate : over) {
            Sql.execute(connection, GIVE_UP, candidate.delivery(), now);
        }
        candidates.removeAll(over);
    }

    private List<Candidate> update(Connection connection, List<Candidate> candidates, UUID claim, OffsetDateTime now)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CLAIM)) {
            for (Candidate candidate : candidates) {
                Sql.set(update, claim, now.plus(lease), candidate.delivery(), now);
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

    private static void reportInterrupted(
            Connection connection, EndpointKey key, List<Candidate> won, OffsetDateTime now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(DeliveryReports.ATTEMPT)) {
            boolean any = false;
            for (Candidate candidate : won) {
                if (candidate.lost()) {
                    Sql.set(
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
                            null,
                            null,
                            null,
                            "",
                            "",
                            null,
                            null,
                            null,
                            null);
                    insert.addBatch();
                    any = true;
                }
            }
            if (any) {
                insert.executeBatch();
            }
        }
    }

    private List<Claim> read(Connection connection, EndpointKey key, Receiver receiver, UUID claim)
            throws SQLException {
        Claim.Target target = new Claim.Target(
                key,
                receiver.generation(),
                receiver.url(),
                receiver.signMac(),
                headers(connection, key),
                exceptions(connection, key));
        List<Claim> claims = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(CLAIMED)) {
            Sql.set(query, key.endpoint(), receiver.generation(), receiver.now().plus(lease), claim);
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
                new SealedSalt(target.key().account(), row.getObject(8, UUID.class), row.getString(9)),
                row.getString(10));
    }

    private static List<Claim.SealedHeader> headers(Connection connection, EndpointKey key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(HEADERS)) {
            Sql.set(query, key.account(), key.endpoint());
            List<Claim.SealedHeader> headers = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    headers.add(new Claim.SealedHeader(row.getString(1), row.getString(2)));
                }
            }
            return headers;
        }
    }

    private static List<String> exceptions(Connection connection, EndpointKey key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(EXCEPTIONS)) {
            Sql.set(query, key.account());
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
     * How much waits.
     *
     * @param waiting counts up to a million
     * @param oldestDueSeconds how long what is due longest has been so; 0 if nothing is. What waits for an endpoint
     *     that is off is not sent and doesn't count
     * @param firstEvent when the oldest event that is kept occurred; {@code now} if there is none
     * @param now by the database
     */
    record Depth(long waiting, double oldestDueSeconds, Instant firstEvent, Instant now) {}

    Depth depth() throws SQLException {
        return sql.transact(connection -> {
            String oldestSql = isPostgres(connection) ? OLDEST : OLDEST_H2;
            try (PreparedStatement count = connection.prepareStatement(DEPTH);
                    ResultSet counted = count.executeQuery();
                    PreparedStatement query = connection.prepareStatement(oldestSql);
                    ResultSet row = query.executeQuery();
                    PreparedStatement firstQuery = connection.prepareStatement(FIRST_EVENT);
                    ResultSet first = firstQuery.executeQuery()) {
                counted.next();
                row.next();
                first.next();
                OffsetDateTime oldest = row.getObject(1, OffsetDateTime.class);
                OffsetDateTime now = row.getObject(2, OffsetDateTime.class);
                double seconds =
                        oldest == null ? 0 : Duration.between(oldest, now).toMillis() / 1_000.0;
                OffsetDateTime firstEvent = first.getObject(1, OffsetDateTime.class);
                return new Depth(
                        counted.getLong(1),
                        Math.max(0, seconds),
                        (firstEvent == null ? now : firstEvent).toInstant(),
                        now.toInstant());
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
}
