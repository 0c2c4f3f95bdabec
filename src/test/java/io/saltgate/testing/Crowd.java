package io.saltgate.testing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Fills a PostgreSQL database as one does that has run for long: many small accounts, and one that has by far the most
 * of everything.
 */
public final class Crowd {

    private static final String AT = "now() - make_interval(secs => i)";

    /** In the order of time, as those that the application makes. */
    private static final String ID = "(lpad(to_hex(" + System.currentTimeMillis() + " - i::bigint * 1000), 12, '0')"
            + " || '7000800' || %s || lpad(to_hex(i), 12, '0'))::uuid";

    private final DataSource database;

    public Crowd(DataSource database) {
        this.database = database;
    }

    /** Statistics are made only by {@link #analyze} from now on. */
    public void withoutAutovacuum() throws SQLException {
        execute("do $$ declare t text; begin for t in select tablename from pg_tables where schemaname = 'public' loop"
                + " execute 'alter table ' || t || ' set (autovacuum_enabled = false)'; end loop; end $$");
    }

    public void analyze() throws SQLException {
        execute("analyze");
    }

    /** Accounts whose name and slug have a word of their own and one that all have. */
    public void addAccounts(int count) throws SQLException {
        String account = ID.formatted("'f'");
        execute(
                "insert into account (id, slug, name, external_id, status, created_at) select " + account
                        + ", 'crowd-' || i, 'N' || i || ' Crowd', 'x' || i, 'ACTIVE', now() from generate_series(1, "
                        + count + ") i",
                "insert into account_term (term, slug) select t.term::bytea, 'crowd-' || i from generate_series(1, "
                        + count + ") i, lateral (values ('crowd-' || i), (i::text), ('n' || i || ' crowd'), ('crowd'))"
                        + " t(term)");
    }

    /** Accounts with an endpoint, an event and its delivery each. */
    public void addSmallAccounts(int count) throws SQLException {
        String account = ID.formatted("'a'");
        execute(
                "insert into account (id, slug, name, status, created_at) select " + account
                        + ", 'small-' || i, 'Small'," + " 'ACTIVE', now() from generate_series(1, " + count + ") i",
                "insert into webhook_endpoint (account_id, id, url, types, sign_mac, state, generation, version, created_at,"
                        + " changed_at) select " + account + ", " + ID.formatted("'b'")
                        + ", 'https://example.com', '', true, 'ON', 1, 1, now(), now() from generate_series(1, " + count
                        + ") i");
        addDeliveries(
                "(select " + account + " as account, " + ID.formatted("'b'")
                        + " as endpoint, i from generate_series(1, " + count + ") i)",
                "'c'",
                "'PENDING'");
    }

    /**
     * Events of one account, with a delivery each, of which half still wait and half have arrived.
     *
     * @param rows how many
     */
    public void addDeliveries(UUID account, UUID endpoint, int rows) throws SQLException {
        addDeliveries(
                "(select '" + account + "'::uuid as account, '" + endpoint
                        + "'::uuid as endpoint, i from generate_series(1, " + rows + ") i)",
                "'d'",
                "case when i % 2 = 0 then 'PENDING' else 'SUCCEEDED' end");
    }

    private void addDeliveries(String owners, String kind, String state) throws SQLException {
        String id = ID.formatted(kind);
        execute(
                "insert into webhook_event (account_id, id, type, document_id, payload, occurred_at, test)"
                        + " select account, " + id + ", 'document.signed', 'D' || i, '{}', " + AT + ", false from "
                        + owners
                        + " o",
                "insert into webhook_event_key (account_id, key_hash, body_hash, event_id, created_at)"
                        + " select account, 'k' || " + kind + " || i, 'b', " + id + ", " + AT + " from " + owners
                        + " o",
                "insert into webhook_delivery (account_id, id, endpoint_id, event_id, cause, generation, state, due_at,"
                        + " attempts, created_at) select account, " + id + ", endpoint, " + id + ", 'EVENT', 1, "
                        + state
                        + ", " + AT + ", 0, " + AT + " from " + owners + " o",
                "insert into webhook_attempt (account_id, delivery_id, number, began_at, millis, outcome, status, detail,"
                        + " sent_to, sent_head, mac_start, answer_head, answer_body) select account, " + id + ", 1, "
                        + AT
                        + ", 1, 'SUCCEEDED', 204, '', '', '', '', '', '' from " + owners + " o where "
                        + state + " <> 'PENDING'");
    }

    /** An audit entry of each of the small accounts. */
    public void addAuditOfSmallAccounts(int count, String code) throws SQLException {
        String account = ID.formatted("'a'");
        execute(
                "insert into audit_chain (id, last_seq, last_hash) select " + account
                        + ", 1, '' from generate_series(1, " + count + ") i",
                "insert into audit_entry (chain_id, seq, account_id, happened_at, code, actor_kind, actor_id,"
                        + " actor_address, subject, parameters, key_id, previous_hash, hash) select " + account
                        + ", 1, " + account + ", " + AT + ", '" + code
                        + "', 'SYSTEM', null, null, null, '{}', '', '', '' from generate_series(1, " + count + ") i");
    }

    /**
     * Many entries of an account that are all alike, one second apart, instead of its trail.
     *
     * @param account all zeros for the system's trail, whose entries have no account
     */
    public void addAudit(UUID account, int rows, String code, UUID actor, String address) throws SQLException {
        execute(
                "insert into audit_chain (id, last_seq, last_hash) values ('" + account + "', " + rows
                        + ", '') on conflict (id) do update set last_seq = " + rows,
                "delete from audit_entry where chain_id = '" + account + "'",
                "insert into audit_entry (chain_id, seq, account_id, happened_at, code, actor_kind, actor_id,"
                        + " actor_address, subject, parameters, key_id, previous_hash, hash) select '" + account
                        + "', i, nullif('" + account + "', '" + new UUID(0, 0)
                        + "')::uuid, now() - make_interval(secs => " + rows + " - i), '" + code
                        + "', 'MEMBER', '" + actor + "', '" + address
                        + "', null, '{\"name\":\"value\"}', '', '', '' from generate_series(1, " + rows + ") i");
    }

    /** Of the last month but today, since at the beginning of a day there is nothing of it yet. */
    public void addUsage(UUID account, UUID token, int callersOfDay) throws SQLException {
        execute(
                "insert into usage_caller (account_id, seen_on, token_id, address, first_seen_at, last_seen_at,"
                        + " last_allowed_at, allowed, would_refuse, refused) select '" + account
                        + "', current_date - day, '" + token
                        + "', '10.0.' || i / 250 || '.' || i % 250, now(), now(), now(), 1, 0, 0"
                        + " from generate_series(1, 29) day, generate_series(1, " + callersOfDay + ") i",
                "insert into usage_hour (account_id, began_at, outcome, calls) select '" + account
                        + "', date_trunc('hour', now(), 'UTC') - make_interval(hours => i), 'allowed', 1"
                        + " from generate_series(24, 700) i");
    }

    /** One caller each, on each day of the last month but today. */
    public void addUsageOfSmallAccounts(int count) throws SQLException {
        execute("insert into usage_caller (account_id, seen_on, token_id, address, first_seen_at, last_seen_at,"
                + " last_allowed_at, allowed, would_refuse, refused) select " + ID.formatted("'a'")
                + ", current_date - day, " + ID.formatted("'e'") + ", '192.0.2.1', now(), now(), now(), 1, 0, 0"
                + " from generate_series(1, 29) day, generate_series(1, " + count + ") i");
    }

    /** Without triggers, which would take a hundred times as long: what is inserted is right by itself. */
    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String sql : statements) {
                try (Statement statement = connection.createStatement();
                        PreparedStatement insert = connection.prepareStatement(sql)) {
                    statement.execute("set session_replication_role = replica");
                    statement.execute("set statement_timeout = 0");
                    insert.execute();
                    statement.execute("reset session_replication_role");
                    statement.execute("reset statement_timeout");
                }
            }
        }
    }
}
