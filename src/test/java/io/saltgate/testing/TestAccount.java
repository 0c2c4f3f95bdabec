package io.saltgate.testing;

import io.saltgate.team.Role;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * An account of a test's own on a server with PostgreSQL, made beside the product. Everybody's password is
 * {@link SaltgateServer#PASSWORD}, under a hash that costs nothing: a server of the tests would spend most of its time
 * on signing people in.
 */
public record TestAccount(SaltgateServer server, UUID id, String slug, String ownerEmail) {

    private static final long BOUND_MILLIS = 1_000;

    /** Of everybody's password, in 8 KiB instead of 19 MiB. */
    private static final String CHEAP_HASH =
            "$argon2id$v=19$m=8,t=1,p=1$c2FsdC1vZi10aGUtdGVzdA$jQOTVbjiIxd425bys9f6RowX5J60ccHx3px1WfKl8Jw";

    public static TestAccount on(SaltgateServer server) {
        UUID id = UUID.randomUUID();
        String slug = "t" + id.toString().substring(0, 8) + "-it";
        execute(
                server,
                "insert into account (id, slug, name, status, created_at) values (?, ?, ?, 'ACTIVE', current_timestamp)",
                id,
                slug,
                "Account " + slug);
        TestAccount account = new TestAccount(server, id, slug, "owner@" + slug + ".example");
        account.addMember(account.ownerEmail, Role.OWNER);
        return account;
    }

    /** On the shared server. */
    public static TestAccount onShared() {
        return on(SaltgateServer.shared());
    }

    /** Makes somebody a member who is one of another account. */
    public void admit(String email, Role role) {
        execute(
                server,
                "insert into member (account_id, user_id, role, joined_at)"
                        + " select ?, id, ?, current_timestamp from users where email = ?",
                id,
                role.name(),
                email);
    }

    /** Makes somebody new a member. */
    public void addMember(String email, Role role) {
        UUID user = UUID.randomUUID();
        execute(
                server,
                "insert into users (id, email, proved_email, name, operator, created_at)"
                        + " values (?, ?, ?, ?, false, current_timestamp)",
                user,
                email,
                email,
                email.substring(0, email.indexOf('@')));
        execute(
                server,
                "insert into password (user_id, hash, changed_at) select ?, ?, changed_at from password p"
                        + " join users u on u.id = p.user_id where u.email = ?",
                user,
                CHEAP_HASH,
                SaltgateServer.EMAIL);
        admit(email, role);
    }

    /** As if someone had joined by a link that was shown to the inviter: this account alone knows the address. */
    public void unprove(String email) {
        execute(server, "update users set proved_email = null, account_id = ? where email = ?", id, email);
    }

    /** A browser in which the owner has signed in. */
    public Console signIn() {
        return signIn(ownerEmail);
    }

    /** A browser in which somebody new with this role has signed in. */
    public Console signInAs(Role role) {
        String email = role.name().toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID() + "@example.com";
        addMember(email, role);
        return signIn(email);
    }

    /** The owner's password is hashed at full cost, as the first owner's is. */
    public TestAccount withFullHash() {
        execute(
                server,
                "update password set hash = (select hash from password p join users u on u.id = p.user_id"
                        + " where u.email = ?) where user_id = (select id from users where email = ?)",
                SaltgateServer.EMAIL,
                ownerEmail);
        return this;
    }

    /** By the operator, as on another node: it holds here once the revocation bound is over. */
    public void setStatus(String status) {
        changeElsewhere("update account set status = ? where id = ?", status);
    }

    /** The operator's own id, for which there is no page yet either. */
    public void setExternalId(String externalId) {
        changeElsewhere("update account set external_id = ? where id = ?", externalId);
    }

    /** With its tick, in one transaction, as every change of an account. */
    private void changeElsewhere(String sql, String value) {
        execute(
                server,
                "with clock as (update change_clock set tick = tick + 1 where id = 1 returning tick),"
                        + " feed as (insert into change_feed (tick, account_id, changed_at)"
                        + " select tick, ?, current_timestamp from clock) " + sql,
                id,
                value,
                id);
        try {
            Thread.sleep(BOUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All members with one role get another, as when an owner changes it in another browser. */
    public void demoteAll(String from, String to) {
        execute(server, "update member set role = ? where role = ? and account_id = ?", to, from, id);
    }

    /**
     * Whoever is signed in has been so for this much longer, and at rest.
     *
     * @param interval in PostgreSQL's words: {@code 16 minutes}
     */
    public void ageSessions(String interval) {
        for (String column : List.of("signed_in_at", "confirmed_at", "last_seen_at")) {
            execute(
                    server,
                    "update console_session set " + column + " = " + column + " - cast(? as interval)"
                            + " where user_id in (select user_id from member where account_id = ?)",
                    interval,
                    id);
        }
    }

    /** Whoever is signed in has proved who they are so much longer ago, and goes on using the session. */
    public void ageProofs(String interval) {
        execute(
                server,
                "update console_session set confirmed_at = confirmed_at - cast(? as interval)"
                        + " where user_id in (select user_id from member where account_id = ?)",
                interval,
                id);
    }

    /** The owner runs the server, too. */
    public void makeOperator() {
        execute(server, "update users set operator = true where email = ?", ownerEmail);
    }

    /** All entries of the whitelist end now: another end is a change, which nobody but a test makes. */
    public void expireWhitelist() {
        changeElsewhere(
                "update whitelist_entry set expires_at = cast(? as timestamptz) where account_id = ?",
                Instant.now().minusSeconds(1).toString());
    }

    /** All open invitations end now. */
    public void expireInvitations() {
        execute(server, "update invitation set expires_at = current_timestamp where account_id = ?", id);
    }

    /** Calls of so many hours ago: nobody waits for a month. */
    public void addPastCalls(int hours, String outcome, long calls) {
        execute(
                server,
                "insert into usage_hour (account_id, began_at, outcome, calls) values (?,"
                        + " date_trunc('hour', current_timestamp - cast(? as interval)), ?, ?)",
                id,
                hours + " hours",
                outcome,
                calls);
    }

    /** Attempts of so many hours ago at the account's only endpoint. */
    public void addPastAttempts(int hours, long succeeded, long failed) {
        execute(
                server,
                "insert into webhook_hour (account_id, endpoint_id, began_at, succeeded, failed)"
                        + " select account_id, id, date_trunc('hour', current_timestamp - cast(? as interval)), ?, ?"
                        + " from webhook_endpoint where account_id = ?",
                hours + " hours",
                succeeded,
                failed,
                id);
    }

    /** Everything of the account's that a form can change, to see that none did. */
    public String snapshot() {
        StringBuilder rows = new StringBuilder();
        for (String table : List.of(
                "account where id = ?",
                "member where account_id = ?",
                "invitation where account_id = ?",
                "api_access where account_id = ?",
                "auth_token where account_id = ?",
                "retired_token where account_id = ?",
                "whitelist where account_id = ?",
                "whitelist_entry where account_id = ?",
                "webhook_endpoint where account_id = ?",
                "webhook_header where account_id = ?",
                "webhook_event where account_id = ?",
                "webhook_delivery where account_id = ?")) {
            // A look at a page is noted, and changes nothing.
            String row = "(to_jsonb(t) - 'last_seen_at')::text";
            rows.append(query(
                            "select string_agg(" + row + ", ';' order by " + row + ") from "
                                    + table.replace(" where", " t where"),
                            id))
                    .append('\n');
        }
        return rows.toString();
    }

    /** The first column of the first row. */
    public String query(String sql, Object... values) {
        try (Connection connection = server.borrowConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Console signIn(String email) {
        return Console.at(server).on(slug).signIn(email, SaltgateServer.PASSWORD);
    }

    /** Changes the database beside the product. */
    public void execute(String sql, Object... values) {
        execute(server, sql, values);
    }

    private static void execute(SaltgateServer server, String sql, Object... values) {
        try (Connection connection = server.borrowConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
