package io.saltgate.webhooks.events;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Deletes events with their keys, deliveries and attempts. */
final class EventRows {

    private static final int IDS_OF_STATEMENT = 100;

    private final EntityManager em;

    EventRows(EntityManager em) {
        this.em = em;
    }

    void delete(List<UUID> events) {
        List<UUID> deliveries = deliveriesOf(events);
        in("delete from webhook_attempt where delivery_id in (", deliveries, Query::executeUpdate);
        in("delete from webhook_delivery where id in (", deliveries, Query::executeUpdate);
        in("delete from webhook_event_key where event_id in (", events, Query::executeUpdate);
        in("delete from webhook_event where id in (", events, Query::executeUpdate);
    }

    @SuppressWarnings("unchecked")
    private List<UUID> deliveriesOf(List<UUID> events) {
        List<UUID> found = new ArrayList<>();
        in("select id from webhook_delivery where event_id in (", events, query -> found.addAll(query.getResultList()));
        return found;
    }

    /**
     * Runs a statement on ids, a hundred at a time. With a subquery, the plan would depend on PostgreSQL's estimates.
     */
    void in(String sql, List<UUID> ids, Consumer<Query> action) {
        for (int from = 0; from < ids.size(); from += IDS_OF_STATEMENT) {
            List<UUID> some = ids.subList(from, Math.min(ids.size(), from + IDS_OF_STATEMENT));
            String parameters =
                    IntStream.rangeClosed(1, some.size()).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
            Query query = em.createNativeQuery(sql + parameters + ")");
            for (int i = 0; i < some.size(); i++) {
                query.setParameter(i + 1, some.get(i));
            }
            action.accept(query);
        }
    }
}
