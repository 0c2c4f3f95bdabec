package io.saltgate.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.KeyRing;
import java.io.OutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** An audit trail by the product's own seals, written to PostgreSQL in bulk: it verifies as one that was lived. */
public final class MadeTrail {

    private static final List<String> CODES =
            List.of("token.copied", "api.paused", "api.resumed", "whitelist.entry.added", "whitelist.entry.removed");
    private static final int CHUNK = 1 << 20;
    private static final String COLUMNS =
            "audit_entry (chain_id, seq, account_id, happened_at, code, actor_kind, actor_id, actor_address, subject,"
                    + " parameters, previous_hash, hash, key_id, salt, digest)";

    private MadeTrail() {}

    /** Writes the chain of an account that has none yet: entries of one person, a second apart, the last one now. */
    public static void write(Connection connection, KeyRing ring, UUID account, UUID person, int entries)
            throws SQLException {
        execute(connection, "insert into audit_chain (id, last_seq, last_hash) values (?, 0, '')", account);
        AuditSeals seals = new AuditSeals(ring);
        Instant first = Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(entries);
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + COLUMNS + " from stdin");
        StringBuilder rows = new StringBuilder(CHUNK + 1_000);
        String previous = "";
        for (int seq = 1; seq <= entries; seq++) {
            AuditRow bare = row(account, person, seq, first.plusSeconds(seq), seals.currentKey(), previous);
            AuditRow whole = withDigest(bare, seals.digest(bare));
            previous = seals.hash(whole);
            append(rows, whole, previous);
            if (rows.length() >= CHUNK || seq == entries) {
                byte[] bytes = rows.toString().getBytes(US_ASCII);
                copy.writeToCopy(bytes, 0, bytes.length);
                rows.setLength(0);
            }
        }
        copy.endCopy();
        execute(
                connection,
                "update audit_chain set last_seq = ?, last_hash = ?, seal = ? where id = ?",
                (long) entries,
                previous,
                seals.seal(account, entries, previous),
                account);
        execute(
                connection,
                "insert into audit_check (chain_id, seq, hash, begun_at, intact_seq, logged_seq, due_at, erased_seq,"
                        + " erase_at) values (?, 0, '', now(), 0, 0, now() + interval '1 day', 0, now())",
                account);
    }

    /**
     * Verifies all trails, as {@code bin/verify-audit} does.
     *
     * @return whether they are intact
     */
    public static boolean verify(Map<String, String> settings) {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
        return VerifyAudit.run(
                        List.of(), new Settings(key -> Optional.ofNullable(settings.get(key))), silent, System.err)
                == 0;
    }

    private static AuditRow row(UUID account, UUID person, int seq, Instant at, String key, String previous) {
        return new AuditRow(
                account,
                seq,
                account,
                at,
                CODES.get(seq % CODES.size()),
                "MEMBER",
                person,
                "203.0.113." + seq % 250,
                "10." + (seq >> 16 & 255) + "." + (seq >> 8 & 255) + "." + (seq & 255),
                "{\"entries\":\"" + seq % 10 + "\"}",
                Base62.random(22),
                "",
                null,
                key,
                previous);
    }

    private static AuditRow withDigest(AuditRow row, String digest) {
        return new AuditRow(
                row.chain(),
                row.seq(),
                row.account(),
                row.happenedAt(),
                row.code(),
                row.actorKind(),
                row.actorId(),
                row.actorAddress(),
                row.subject(),
                row.parameters(),
                row.salt(),
                digest,
                null,
                row.keyId(),
                row.previousHash());
    }

    private static void append(StringBuilder rows, AuditRow row, String hash) {
        rows.append(String.join(
                        "\t",
                        row.chain().toString(),
                        Long.toString(row.seq()),
                        String.valueOf(row.account()),
                        String.valueOf(row.happenedAt()),
                        row.code(),
                        row.actorKind(),
                        String.valueOf(row.actorId()),
                        row.actorAddress(),
                        row.subject(),
                        row.parameters(),
                        row.previousHash(),
                        hash,
                        row.keyId(),
                        row.salt(),
                        row.digest()))
                .append('\n');
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
