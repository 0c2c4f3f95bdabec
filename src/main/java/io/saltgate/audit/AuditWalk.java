package io.saltgate.audit;

import static java.util.stream.Collectors.toSet;

import io.saltgate.audit.AuditVerifier.Fault;
import io.saltgate.audit.AuditVerifier.Head;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Walks chains from their first entry to their end, as far as each is whole. */
final class AuditWalk implements AutoCloseable {

    private static final String COLUMNS = "select seq, account_id, happened_at, code, actor_kind, actor_id,"
            + " actor_address, subject, parameters, key_id, previous_hash, hash, salt, digest, erased"
            + " from audit_entry where chain_id = ?";

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
    private final int pageSize;
    private final PreparedStatement page;
    private final PreparedStatement followers;
    private final PreparedStatement count;
    private final PreparedStatement doubles;

    /** @param pageSize how many rows are in memory at a time, whatever the driver would do with a long result */
    AuditWalk(Connection connection, AuditSeals seals, int pageSize) throws SQLException {
        this.seals = seals;
        this.pageSize = pageSize;
        // By both columns of the primary key: for the second alone H2 sorts all that follows, page by page.
        this.page =
                connection.prepareStatement(COLUMNS + " and seq > ? order by chain_id, seq fetch first ? rows only");
        this.followers = connection.prepareStatement(COLUMNS + " and previous_hash = ? fetch first ? rows only");
        this.count = connection.prepareStatement("select count(*) from audit_entry where chain_id = ?");
        this.doubles = connection.prepareStatement("select seq from audit_entry where chain_id = ?"
                + " group by seq having count(*) > 1 order by seq fetch first 1 rows only");
    }

    /** @param noted earlier ends of the chain */
    Outcome walk(End end, List<Head> noted) throws SQLException {
        Map<Long, Set<String>> hashes =
                noted.stream().collect(Collectors.groupingBy(Head::seq, Collectors.mapping(Head::hash, toSet())));
        long last = 0;
        String previous = "";
        List<Row> rows = page(end.chain(), Long.MIN_VALUE);
        while (!rows.isEmpty()) {
            for (Row row : rows) {
                Fault fault = judge(row, last + 1, previous, end);
                Set<String> expected = hashes.get(last + 1);
                if (fault == null && expected != null && !expected.equals(Set.of(row.hash()))) {
                    fault = Fault.CHANGED;
                }
                if (fault != null) {
                    long at = fault == Fault.INSERTED ? row.content().seq() : last + 1;
                    return new Outcome(last, at, fault);
                }
                last++;
                previous = row.hash();
            }
            rows = page(end.chain(), last);
        }
        return judgeEnd(end, noted, last, previous);
    }

    private Outcome judgeEnd(End end, List<Head> noted, long last, String previous) throws SQLException {
        long promised = noted.stream().mapToLong(Head::seq).reduce(end.lastSeq(), Math::max);
        if (last < promised) {
            return new Outcome(last, last + 1, Fault.MISSING);
        }
        boolean fits = end.lastHash().equals(previous) && (last == 0 && end.seal() == null || end.isSealed(seals));
        if (!fits) {
            return new Outcome(last, last, Fault.HEAD_MOVED);
        }
        // Without the primary key, which can be dropped too, a second row may hide behind the last of a page.
        return count(end.chain()) == last
                ? new Outcome(last, last, null)
                : new Outcome(last, firstDouble(end.chain()), Fault.INSERTED);
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
        followers.setInt(3, pageSize);
        return read(chain, followers).stream()
                .filter(row -> row.content().seq() != expected)
                .anyMatch(row -> seals.isHash(row.hash(), row.content().at(expected)));
    }

    /** Where in its chain the row would be genuine; 0 if nowhere. Tries every place: this happens once per chain. */
    private long findHome(Row row) throws SQLException {
        long places = count(row.content().chain()) + pageSize; // some may have been deleted
        for (long seq = 1; seq <= places; seq++) {
            if (seals.isHash(row.hash(), row.content().at(seq))) {
                return seq;
            }
        }
        return 0;
    }

    private List<Row> page(UUID chain, long after) throws SQLException {
        page.setObject(1, chain);
        page.setLong(2, after);
        page.setInt(3, pageSize);
        return read(chain, page);
    }

    private long count(UUID chain) throws SQLException {
        return number(chain, count);
    }

    private long firstDouble(UUID chain) throws SQLException {
        return number(chain, doubles);
    }

    private static long number(UUID chain, PreparedStatement question) throws SQLException {
        question.setObject(1, chain);
        try (ResultSet row = question.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static List<Row> read(UUID chain, PreparedStatement question) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = question.executeQuery()) {
            while (row.next()) {
                rows.add(read(chain, row));
            }
        }
        return rows;
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
                row.getString(13),
                text(row, 14),
                row.getString(15),
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
        page.close();
        followers.close();
        count.close();
        doubles.close();
    }
}
