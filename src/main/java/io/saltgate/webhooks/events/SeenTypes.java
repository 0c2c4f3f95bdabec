package io.saltgate.webhooks.events;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;

/** Tells which types of events an account had lately. */
@Stateless
@ForOwnAccount
public class SeenTypes {

    /** The newest events that are looked through. */
    static final int LOOKED_THROUGH = 1_000;

    /** Types that are listed. */
    static final int MAX_LISTED = 100;

    /** A type and the time of its newest event. */
    public record Seen(String type, Instant lastAt) {}

    private final EntityManager em;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SeenTypes() {
        this(null);
    }

    @Inject
    public SeenTypes(@Database EntityManager em) {
        this.em = em;
    }

    /** By name: the types of the newest {@value #LOOKED_THROUGH} events, without test events. */
    @RolesAllowed(Permission.SEE_API)
    public List<Seen> list(Caller caller) {
        List<?> rows = em.createNativeQuery("select e.type, max(e.occurred_at) from (select type, occurred_at, test"
                        + " from webhook_event where account_id = ?1 order by account_id desc, id desc fetch first "
                        + LOOKED_THROUGH + " rows only) e where not e.test group by e.type order by e.type"
                        + " fetch first " + MAX_LISTED + " rows only")
                .setParameter(1, caller.requireAccount().value())
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(row -> new Seen((String) row[0], Columns.instant(row[1])))
                .toList();
    }
}
