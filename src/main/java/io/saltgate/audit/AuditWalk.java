package io.saltgate.audit;

import io.saltgate.audit.AuditVerifier.Fault;
import io.saltgate.audit.AuditVerifier.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Walks chains from their first entry to their end, as far as each is whole. */
final class AuditWalk implements AutoCloseable {

    /** How many rows the driver fetches at a time. */
    static final int FETCH = 1000;

    private static final String COLUMNS = "select seq, account_id, happened_at, code, actor_kind, actor_id,"
            + " actor_address, subject, parameters, key_id, previous_hash, hash from audit_entry where chain_id = ?";

    /** The row of a chain. */
    record End(
            UUID chain,
            long lastSeq,
            String lastHash,
            @Nullable String seal) {

        boolean isSealed(AuditSeals seals) {
            return seals.isSeal(seal, chain, lastSeq, lastHash);
        }
    }

    /**
     * @param entries how many were read
     * @param seq where the fault is
     * @param fault null if there is none
     */
    record Outcome(long entries, long seq, @Nullable Fault fault) {}

    private record Row(AuditRow content, String hash) {}

    private final AuditSeals seals;
    private final PreparedStatement inOrder;
    private final PreparedStatement followers;
    private final PreparedStatement count;

    AuditWalk(Connection connection, AuditSeals seals) throws SQLException {
        this.seals = seals;
        this.inOrder = connection.prepareStatement(COLUMNS + " order by seq");
        this.followers = connection.prepareStatement(COLUMNS + " and previous_hash = ?");
        this.count = connection.prepareStatement("select count(*) from audit_entry where chain_id = ?");
        inOrder.setFetchSize(FETCH);
        followers.setFetchSize(FETCH);
    }

    Outcome walk(End end, @Nullable Head noted) throws SQLException {
        long last = 0;
        String previous = "";
        inOrder.setObject(1, end.chain());
        try (ResultSet rows = inOrder.executeQuery()) {
            while (rows.next()) {
                Row row = read(end.chain(), rows);
                Fault fault = judge(row, last + 1, previous, end);
                if (fault == null
                        && noted != null
                        && noted.seq() == last + 1
                        && !noted.hash().equals(row.hash())) {
                    fault = Fault.CHANGED;
                }
                if (fault != null) {
                    long at = fault == Fault.INSERTED ? row.content().seq() : last + 1;
                    return new Outcome(last, at, fault);
                }
                last++;
                previous = row.hash();
            }
        }
        long promised = noted == null ? end.lastSeq() : Math.max(noted.seq(), end.lastSeq());
        if (last < promised) {
            return new Outcome(last, last + 1, Fault.MISSING);
        }
        boolean fits = end.lastHash().equals(previous) && (last == 0 && end.seal() == null || end.isSealed(seals));
        return new Outcome(last, last, fits ? null : Fault.HEAD_MOVED);
    }

    private @Nullable Fault judge(Row row, long expected, String previous, End end) throws SQLException {
        long seq = row.content().seq();
        if (seq < expected) {
            return Fault.INSERTED;
        }
        boolean genuine = seals.isHash(row.hash(), row.content());
        if (seq == expected && genuine) {
            boolean follows = row.content().previousHash().equals(previous);
            return follows && seq <= end.lastSeq() ? null : Fault.HEAD_MOVED;
        }
        boolean standsElsewhere = hasMisplaced(end.chain(), expected, previous);
        if (seq > expected) {
            return standsElsewhere ? Fault.REORDERED : Fault.MISSING;
        }
        long home = findHome(row);
        if (home > expected) {
            return standsElsewhere ? Fault.REORDERED : Fault.MISSING; // without it, the others were moved up
        }
        boolean copied = home > 0; // those before stand in their places
        return copied || standsElsewhere || seq > end.lastSeq() ? Fault.INSERTED : Fault.CHANGED;
    }

    /** Whether the entry that is expected here stands at another place of its chain. */
    private boolean hasMisplaced(UUID chain, long expected, String previous) throws SQLException {
        followers.setObject(1, chain);
        followers.setString(2, previous);
        try (ResultSet rows = followers.executeQuery()) {
            while (rows.next()) {
                Row row = read(chain, rows);
                if (row.content().seq() != expected
                        && seals.isHash(row.hash(), row.content().at(expected))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Where in its chain the row would be genuine; 0 if nowhere. Tries every place: this happens once per chain. */
    private long findHome(Row row) throws SQLException {
        count.setObject(1, row.content().chain());
        try (ResultSet counted = count.executeQuery()) {
            counted.next();
            for (long seq = 1; seq <= counted.getLong(1) + FETCH; seq++) {
                if (seals.isHash(row.hash(), row.content().at(seq))) {
                    return seq;
                }
            }
            return 0;
        }
    }

    private static Row read(UUID chain, ResultSet row) throws SQLException {
        OffsetDateTime happenedAt = row.getObject(3, OffsetDateTime.class);
        AuditRow content = new AuditRow(
                chain,
                row.getLong(1),
                row.getObject(2, UUID.class),
                happenedAt == null ? null : happenedAt.toInstant(),
                row.getString(4),
                row.getString(5),
                row.getObject(6, UUID.class),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                text(row, 10),
                text(row, 11));
        return new Row(content, text(row, 12));
    }

    /** Where our schema has a text and a changed one may have none. */
    static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    @Override
    public void close() throws SQLException {
        inOrder.close();
        followers.close();
        count.close();
    }
}
