package io.saltgate.audit;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes every chain from what the database holds and says of each damaged one where the damage begins. Each chain
 * is read in a snapshot of its own: nodes may go on writing meanwhile, and the database may clean up behind them, which
 * one snapshot of all chains would prevent for hours. Page by page, so that memory does not grow with their length.
 */
@Unguarded
public final class AuditVerifier {

    /** What is wrong with a row, or with a chain as a whole. */
    public enum Fault {
        CHANGED,
        MISSING,
        INSERTED,
        /** The entry is genuine, and belongs elsewhere in its chain. */
        REORDERED,
        /** The chain's end does not fit: it was moved, or entries were cut off behind it. */
        HEAD_MOVED,
        /** There is no chain, or nothing in it. */
        CHAIN_MISSING,
        /** The chain is whole, and its account is gone. */
        ACCOUNT_MISSING
    }

    /**
     * The first fault of a chain.
     *
     * @param slug of the chain's account; null for the system's chain, and where the account is missing
     * @param seq the damaged entry; 1 if the chain is missing, its last entry if its account is; for {@link
     *     Fault#HEAD_MOVED} where the end stands
     */
    public record Finding(UUID chain, @Nullable String slug, long seq, Fault fault) {}

    /** Where a whole chain ends: noted elsewhere, it proves later that nothing before it was rewritten. */
    public record Head(UUID chain, @Nullable String slug, long seq, String hash) {}

    /** How much was read, and how many chains are damaged; of those, only what stands before the damage was read. */
    public record Result(long entries, long chains, long damaged) {}

    private static final String ACCOUNTS =
            "select a.id, a.slug from account a where a.id > ? order by a.id fetch first ? rows only";

    private static final String ORPHANS = "select c.id, cast(null as varchar(40)) from audit_chain c where c.id > ?"
            + " and not exists (select 1 from account a where a.id = c.id) order by c.id fetch first ? rows only";

    private static final String ENDS = "select last_seq, last_hash, seal from audit_chain where id = ?";

    private static final String OTHER_CHAINS = "select (select count(*) from account)"
            + " + (select count(*) from audit_chain where id <> '" + AuditChain.SYSTEM + "')";

    private static final int PAGE_SIZE = 1000;

    /** @param slug null if no account has it */
    private record Chain(UUID id, @Nullable String slug) {}

    private final Connection connection;
    private final AuditSeals seals;
    private final int pageSize;
    private final Map<UUID, List<Head>> noted;
    private final Set<UUID> seen = new HashSet<>();
    private long entries;
    private long chains;
    private long damaged;

    /**
     * @param connection for this alone; its transaction is rolled back at the end
     * @param noted heads that were noted earlier, by chain
     */
    public AuditVerifier(Connection connection, KeyRing ring, Map<UUID, List<Head>> noted) {
        this(connection, ring, noted, PAGE_SIZE);
    }

    AuditVerifier(Connection connection, KeyRing ring, Map<UUID, List<Head>> noted, int pageSize) {
        this.pageSize = pageSize;
        this.connection = connection;
        this.seals = new AuditSeals(ring);
        this.noted = Map.copyOf(noted);
    }

    /** @param heads told of every whole chain */
    public Result verify(Consumer<Finding> findings, Consumer<Head> heads) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        Consumer<Finding> counting = finding -> {
            damaged++;
            findings.accept(finding);
        };
        try (AuditWalk walk = new AuditWalk(connection, seals, pageSize)) {
            verify(new Chain(AuditChain.SYSTEM, null), walk, counting, heads);
            verifyAll(ORPHANS, walk, counting, heads);
            verifyAll(ACCOUNTS, walk, counting, heads);
        } finally {
            connection.rollback();
        }
        if (!seen.contains(AuditChain.SYSTEM)) {
            counting.accept(new Finding(AuditChain.SYSTEM, null, 1, Fault.CHAIN_MISSING));
        }
        for (List<Head> ofChain : noted.values()) {
            Head head = ofChain.getFirst();
            if (!seen.contains(head.chain())) {
                counting.accept(new Finding(head.chain(), head.slug(), 1, Fault.CHAIN_MISSING));
            }
        }
        return new Result(entries, chains, damaged);
    }

    private void verifyAll(String sql, AuditWalk walk, Consumer<Finding> findings, Consumer<Head> heads)
            throws SQLException {
        List<Chain> page = read(sql, AuditChain.SYSTEM); // the smallest id
        while (!page.isEmpty()) {
            for (Chain chain : page) {
                verify(chain, walk, findings, heads);
            }
            page = read(sql, page.getLast().id());
        }
    }

    private List<Chain> read(String sql, UUID after) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, after);
            statement.setInt(2, pageSize);
            List<Chain> page = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    page.add(new Chain(row.getObject(1, UUID.class), row.getString(2)));
                }
            }
            return page;
        }
    }

    private void verify(Chain chain, AuditWalk walk, Consumer<Finding> findings, Consumer<Head> heads)
            throws SQLException {
        connection.rollback(); // the next statement begins a new snapshot
        List<AuditWalk.End> ends = readEnds(chain.id());
        if (ends.isEmpty() && chain.slug() != null) {
            findings.accept(new Finding(chain.id(), chain.slug(), 1, Fault.CHAIN_MISSING));
        }
        for (AuditWalk.End end : ends) {
            chains++;
            judge(walk, end, chain.slug())
                    .ifPresentOrElse(
                            findings,
                            () -> heads.accept(new Head(chain.id(), chain.slug(), end.lastSeq(), end.lastHash())));
        }
    }

    /** One, unless the primary key was dropped. */
    private List<AuditWalk.End> readEnds(UUID chain) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ENDS)) {
            statement.setObject(1, chain);
            List<AuditWalk.End> ends = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    ends.add(new AuditWalk.End(chain, row.getLong(1), AuditWalk.text(row, 2), row.getString(3)));
                }
            }
            return ends;
        }
    }

    private Optional<Finding> judge(AuditWalk walk, AuditWalk.End end, @Nullable String slug) throws SQLException {
        if (noted.containsKey(end.chain()) || end.chain().equals(AuditChain.SYSTEM)) {
            seen.add(end.chain());
        }
        AuditWalk.Outcome outcome = walk.walk(end, noted.getOrDefault(end.chain(), List.of()));
        entries += outcome.entries();
        if (outcome.fault() != null) {
            return Optional.of(new Finding(end.chain(), slug, outcome.seq(), outcome.fault()));
        }
        if (end.lastSeq() == 0 && !mayBeEmpty(end)) {
            return Optional.of(new Finding(end.chain(), slug, 1, Fault.CHAIN_MISSING));
        }
        return slug == null && !end.chain().equals(AuditChain.SYSTEM)
                ? Optional.of(new Finding(end.chain(), null, end.lastSeq(), Fault.ACCOUNT_MISSING))
                : Optional.empty();
    }

    /** The system chain, until something happens; it is sealed before any other chain begins. */
    private boolean mayBeEmpty(AuditWalk.End end) throws SQLException {
        if (!end.chain().equals(AuditChain.SYSTEM)) {
            return false;
        }
        if (end.isSealed(seals)) {
            return true;
        }
        try (PreparedStatement statement = connection.prepareStatement(OTHER_CHAINS);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return end.seal() == null && row.getLong(1) == 0;
        }
    }
}
