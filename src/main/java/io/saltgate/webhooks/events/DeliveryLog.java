package io.saltgate.webhooks.events;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.webhooks.delivery.Delivery;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the deliveries of one page, newest first. The cost of a page doesn't grow with the log: a filter by state or
 * type is tried on a bounded number of deliveries, and the next page continues from there.
 */
@Dependent
@Unguarded
public class DeliveryLog {

    /** Deliveries that a page tries its filter on. A page can be short or empty while older ones match. */
    static final int MAX_SCANNED = 2_000;

    /**
     * The deliveries of one page.
     *
     * @param next the next page begins before this delivery; empty if this is the last page
     */
    record Found(List<UUID> ids, Optional<UUID> next) {}

    private final EntityManager em;

    @Inject
    public DeliveryLog(@Database EntityManager em) {
        this.em = em;
    }

    /** @param filter its endpoint, if any, must be the account's */
    Found find(UUID account, Deliveries.Filter filter, int page) {
        boolean tried = filter.state() != null || filter.type() != null;
        // Read first, so that deliveries that come or go meanwhile neither move this end nor hide others.
        Optional<UUID> end = tried ? lastLookedAt(account, filter) : Optional.empty();
        List<UUID> ids = idsOf(tried ? look(filter, end) : newest(filter), account, filter, end, page + 1);
        return ids.size() > page
                ? new Found(ids.subList(0, page), Optional.of(ids.get(page - 1)))
                : new Found(ids, end);
    }

    private Optional<UUID> lastLookedAt(UUID account, Deliveries.Filter filter) {
        String last = newest(filter) + " offset " + (MAX_SCANNED - 1) + " rows fetch first 1 rows only";
        @SuppressWarnings("unchecked")
        List<UUID> ids = query(last, account, filter).getResultList();
        return ids.stream().findFirst();
    }

    @SuppressWarnings("unchecked")
    private List<UUID> idsOf(String sql, UUID account, Deliveries.Filter filter, Optional<UUID> end, int most) {
        Query query = query(sql + " fetch first " + most + " rows only", account, filter);
        if (filter.type() != null) {
            query.setParameter(3, filter.type());
        }
        end.ifPresent(id -> query.setParameter(4, id));
        return query.getResultList();
    }

    private Query query(String sql, UUID account, Deliveries.Filter filter) {
        Query query =
                em.createNativeQuery(sql).setParameter(1, filter.endpoint() == null ? account : filter.endpoint());
        if (filter.before() != null) {
            query.setParameter(2, filter.before());
        }
        return query;
    }

    private static String newest(Deliveries.Filter filter) {
        return newest("d.id", filter, Optional.empty());
    }

    /** Orders by all columns of one index; H2 would sort otherwise. */
    private static String newest(String columns, Deliveries.Filter filter, Optional<UUID> end) {
        String owner = filter.endpoint() == null ? "d.account_id" : "d.endpoint_id";
        return "select " + columns + " from webhook_delivery d where " + owner + " = ?1"
                + (filter.before() == null ? "" : " and d.id < ?2")
                + (end.isEmpty() ? "" : " and d.id >= ?4") + " order by " + owner + " desc, d.id desc";
    }

    private static String look(Deliveries.Filter filter, Optional<UUID> end) {
        StringBuilder sql = new StringBuilder("select w.id from (")
                .append(newest("d.id, d.account_id, d.endpoint_id, d.event_id, d.generation, d.state", filter, end))
                .append(" fetch first ")
                .append(2 * MAX_SCANNED) // enough, unless that many more came meanwhile
                .append(
                        " rows only) w join webhook_endpoint n on n.account_id = w.account_id and n.id = w.endpoint_id");
        if (filter.type() != null) {
            sql.append(" join webhook_event v on v.id = w.event_id and v.type = ?3");
        }
        return sql.append(condition(filter.state()))
                .append(" order by w.id desc")
                .toString();
    }

    private static String condition(Delivery.@Nullable State state) {
        return switch (state) {
            case null -> "";
            case PENDING -> " where w.state = 'PENDING' and n.state = 'ON' and n.generation = w.generation";
            case CANCELLED ->
                " where (w.state = 'CANCELLED'"
                        + " or w.state = 'PENDING' and (n.state <> 'ON' or n.generation <> w.generation))";
            case SUCCEEDED, FAILED -> " where w.state = '" + state + "'";
        };
    }
}
