package io.saltgate.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Inserts many rows into an H2 database; its foreign keys are not checked meanwhile. */
public final class BulkRows implements AutoCloseable {

    private static final int BATCH = 10_000;

    private interface Row {
        Object[] of(int i);
    }

    private final Connection connection;
    private final Instant now = Instant.now();

    public BulkRows(DataSource database) throws SQLException {
        connection = database.getConnection();
        execute("set referential_integrity false");
    }

    /** Events with a delivery each: of two, one still waits and one has arrived. */
    public void addDeliveries(UUID account, UUID endpoint, int count) throws SQLException {
        insert("webhook_event (account_id, id, type, document_id, payload, occurred_at, test)", count, i ->
                new Object[] {account, id(0xe, i, count), "document.signed", "D" + i, "{}", at(i, count), false});
        insert(
                "webhook_delivery (account_id, id, endpoint_id, event_id, cause, generation, state, due_at, attempts,"
                        + " created_at)",
                count,
                i -> new Object[] {
                    account,
                    id(0xd, i, count),
                    endpoint,
                    id(0xe, i, count),
                    "EVENT",
                    1,
                    i % 2 == 0 ? "PENDING" : "SUCCEEDED",
                    at(i, count),
                    0,
                    at(i, count)
                });
        insert(
                "webhook_attempt (account_id, delivery_id, number, began_at, millis, outcome, status, detail, sent_to,"
                        + " sent_head, mac_start, answer_head, answer_body)",
                count / 2,
                i -> new Object[] {
                    account,
                    id(0xd, 2 * i + 1, count),
                    1,
                    at(2 * i + 1, count),
                    1,
                    "SUCCEEDED",
                    204,
                    "",
                    "",
                    "",
                    "",
                    "",
                    ""
                });
    }

    /** Entries of an account's audit chain, or of the system's, which has all zeros; it is no intact one. */
    public void addAuditEntries(UUID account, int count) throws SQLException {
        UUID owner = account.equals(new UUID(0, 0)) ? null : account;
        insert(
                "audit_entry (chain_id, seq, account_id, happened_at, code, actor_kind, parameters, previous_hash,"
                        + " hash, key_id)",
                count,
                i -> new Object[] {account, i + 1_000L, owner, at(i, count), "api.paused", "SYSTEM", "{}", "p", "h", "k"
                });
        execute("update audit_chain set last_seq = " + (count + 1_000L) + " where id = '" + account + "'");
    }

    /** Callers of an account on each of the last 25 days but today. */
    public void addUsage(UUID account, UUID token, int callersOfDay) throws SQLException {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        OffsetDateTime seen = now.atOffset(ZoneOffset.UTC);
        insert(
                "usage_caller (account_id, seen_on, token_id, address, first_seen_at, last_seen_at, last_allowed_at,"
                        + " allowed, would_refuse, refused)",
                25 * callersOfDay,
                i -> new Object[] {
                    account,
                    today.minusDays(1 + i / callersOfDay),
                    token,
                    "10.0." + i % callersOfDay / 250 + "." + i % 250,
                    seen,
                    seen,
                    seen,
                    1L,
                    0L,
                    0L
                });
        insert("usage_hour (account_id, began_at, outcome, calls)", 600, i -> new Object[] {
            account,
            now.truncatedTo(ChronoUnit.HOURS).minusSeconds(3_600L * (24 + i)).atOffset(ZoneOffset.UTC),
            "allowed",
            1L
        });
    }

    /** Accounts whose name and slug have a word of their own and one that all have. */
    public void addAccounts(int count) throws SQLException {
        insert("account (id, slug, name, external_id, status, created_at)", count, i ->
                new Object[] {id(0xf, i, count), "crowd-" + i, "N" + i + " Crowd", "x" + i, "ACTIVE", at(i, count)});
        for (String term : new String[] {"crowd-%s", "%s", "n%s crowd", "crowd"}) {
            insert("account_term (term, slug)", count, i ->
                    new Object[] {term.replace("%s", Integer.toString(i)).getBytes(UTF_8), "crowd-" + i});
        }
    }

    /** In the order of time, as those that the application makes. */
    private UUID id(int kind, int i, int count) {
        long millis = now.toEpochMilli() - 1_000L * (count - i);
        return new UUID(millis << 16 | 0x7000 | kind, 0x8000L << 48 | i);
    }

    private OffsetDateTime at(int i, int count) {
        return now.minusSeconds(count - i).atOffset(ZoneOffset.UTC);
    }

    private void insert(String into, int count, Row row) throws SQLException {
        int columns = into.split(",").length;
        String sql = "insert into " + into + " values ("
                + String.join(
                        ", ", IntStream.range(0, columns).mapToObj(i -> "?").toList()) + ")";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                Object[] values = row.of(i);
                for (int column = 0; column < columns; column++) {
                    insert.setObject(column + 1, values[column]);
                }
                insert.addBatch();
                if (i % BATCH == BATCH - 1 || i == count - 1) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        execute("set referential_integrity true");
        connection.close();
    }
}
