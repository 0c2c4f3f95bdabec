package io.saltgate.audit;

import io.saltgate.platform.db.Columns;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds the statements that read one direction of an account's trail. The most selective part of the filter chooses an
 * index; the other parts are tried on a bounded number of the entries that it leads to.
 *
 * <p>A whole chain is never read upwards in the order of its key: H2 then takes the index of the foreign key for the
 * chain and reads it from the beginning. Numbers follow each other, so a window of them is read downwards instead.
 */
final class AuditQuery {

    /** The column of an index of V14 and what it must be. */
    private record Key(String column, Object value) {}

    private final UUID account;
    private final AuditFilter filter;
    private final long above;
    private final long below;
    private final boolean descending;
    private final List<Object> values = new ArrayList<>();

    /**
     * @param account the chain; {@link AuditChain#SYSTEM} for what belongs to no account
     * @param above only entries with a higher number
     * @param below only entries with a lower number
     */
    AuditQuery(UUID account, AuditFilter filter, long above, long below, boolean descending) {
        this.account = account;
        this.filter = filter;
        this.above = above;
        this.below = below;
        this.descending = descending;
    }

    /** Whether parts of the filter are tried on entries instead of found by an index. */
    private boolean isTried() {
        return !conditions(key(), new ArrayList<>()).isEmpty();
    }

    /** Whether a window of numbers is read; see above. */
    private boolean isWindow() {
        return key() == null && !descending;
    }

    /** The last number of the window. */
    private long windowEnd(int scanned, int limit) {
        return Math.min(below - 1, above + (isTried() ? scanned : limit));
    }

    /**
     * @param scanned how many entries the conditions are tried on
     * @param limit how many entries to find at most
     */
    Query entries(EntityManager em, int scanned, int limit) {
        values.clear();
        String candidates = isWindow()
                ? candidates("e.*", windowEnd(scanned, limit) + 1, true)
                : candidates("e.*", below, descending) + first(isTried() ? scanned : limit);
        String conditions = conditions(key(), values);
        String sql = !isWindow() && conditions.isEmpty()
                ? candidates
                : "select w.* from (" + candidates + ") w" + (conditions.isEmpty() ? "" : " where " + conditions)
                        + " order by w.seq" + direction(descending) + first(limit);
        return bind(em.createNativeQuery(sql, AuditEntry.class));
    }

    /** Finds the number of the last entry that was looked at; null if there are no more. */
    @Nullable
    Long findLastScanned(EntityManager em, int scanned, int limit) {
        if (isWindow()) {
            long end = windowEnd(scanned, limit);
            return end < below - 1 ? end : null;
        }
        if (!isTried()) {
            return null;
        }
        values.clear();
        List<?> last = bind(em.createNativeQuery(candidates("e.seq", below, descending) + " offset " + (scanned - 1)
                        + " rows fetch first 1 rows only"))
                .getResultList();
        return last.isEmpty() ? null : Columns.number(last.getFirst());
    }

    /** Orders by all columns of one index; H2 would sort otherwise. */
    private String candidates(String columns, long end, boolean downwards) {
        Key key = key();
        String owner = key == null ? "e.chain_id" : "e.account_id";
        String led = key == null ? "" : "e." + key.column() + " = " + value(key.value()) + " and ";
        boolean none = key != null && account.equals(AuditChain.SYSTEM);
        return "select " + columns + " from audit_entry e where " + led + owner
                + (none ? " is null" : " = " + value(account)) + " and e.seq > " + value(above) + " and e.seq < "
                + value(end) + " order by "
                + (key == null ? "" : "e." + key.column() + direction(downwards) + ", ") + owner + direction(downwards)
                + ", e.seq" + direction(downwards);
    }

    private @Nullable Key key() {
        if (filter.address() != null) {
            return new Key("actor_address", filter.address());
        }
        if (filter.actor() != null) {
            return new Key("actor_id", filter.actor());
        }
        return filter.code() == null ? null : new Key("code", filter.code());
    }

    private String conditions(@Nullable Key key, List<Object> into) {
        String column = key == null ? "" : key.column();
        List<String> all = new ArrayList<>();
        if (filter.actor() != null && !column.equals("actor_id")) {
            all.add("w.actor_id = " + value(filter.actor(), into));
        }
        if (filter.code() != null && !column.equals("code")) {
            all.add("w.code = " + value(filter.code(), into));
        }
        if (!filter.areas().isEmpty()) {
            all.add(filter.areas().stream()
                    .sorted()
                    .map(area -> "position(" + value(area, into) + " in w.code) = 1")
                    .collect(Collectors.joining(" or ", "(", ")")));
        }
        if (!filter.actorKinds().isEmpty()) {
            all.add("w.actor_kind in (" + values(filter.actorKinds(), into) + ")");
        }
        addTimes(all, into);
        addText(all, into);
        return String.join(" and ", all);
    }

    private void addTimes(List<String> all, List<Object> into) {
        Instant from = filter.from();
        Instant until = filter.until();
        if (from != null) {
            all.add("w.happened_at >= " + value(Columns.utc(from), into));
        }
        if (until != null) {
            all.add("w.happened_at < " + value(Columns.utc(until), into));
        }
    }

    private void addText(List<String> all, List<Object> into) {
        if (filter.text() != null) {
            all.add("(position(" + value(filter.text(), into) + " in lower(w.parameters)) > 0 or position("
                    + value(filter.text(), into) + " in lower(w.subject)) > 0"
                    + (filter.textCodes().isEmpty() ? "" : " or w.code in (" + values(filter.textCodes(), into) + ")")
                    + ")");
        }
    }

    private String value(Object value) {
        return value(value, values);
    }

    private static String value(Object value, List<Object> into) {
        into.add(value);
        return "?" + into.size();
    }

    private static String values(Collection<String> texts, List<Object> into) {
        return texts.stream().sorted().map(text -> value(text, into)).collect(Collectors.joining(", "));
    }

    private static String direction(boolean downwards) {
        return downwards ? " desc" : "";
    }

    private static String first(int rows) {
        return " fetch first " + rows + " rows only";
    }

    private Query bind(Query query) {
        for (int i = 0; i < values.size(); i++) {
            query.setParameter(i + 1, values.get(i));
        }
        return query;
    }
}
