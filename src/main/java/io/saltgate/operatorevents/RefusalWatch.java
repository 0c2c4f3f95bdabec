package io.saltgate.operatorevents;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.usage.RisingRefusals;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

/** Stores the events that an account's refused calls are rising, once for each hour on all nodes together. */
@Stateless
@PermitAll
@Unguarded
public class RefusalWatch {

    /** After an hour's end, when every node has written its calls. */
    private static final Duration WRITTEN_BY = Duration.ofMinutes(5);

    private final EntityManager em;
    private final RisingRefusals rising;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RefusalWatch() {
        this(null, null, null);
    }

    @Inject
    public RefusalWatch(@Database EntityManager em, RisingRefusals rising, Clock clock) {
        this.em = em;
        this.rising = rising;
        this.clock = clock;
    }

    /** Compares the last hour that is over with those before, unless that is done or nobody wants to know. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void compare() {
        Instant now = DatabaseTime.now(em);
        Instant hour = now.minus(WRITTEN_BY).truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.HOURS);
        if (OperatorEndpoint.get(em).isToCompare(hour)) {
            OperatorEndpoint endpoint = OperatorEndpoint.lock(em);
            if (endpoint.isToCompare(hour)) {
                endpoint.compared(hour);
                rising.in(hour).forEach(rise -> store(rise, hour, now));
            }
        }
    }

    private void store(RisingRefusals.Rise rise, Instant hour, Instant now) {
        Account account = em.find(Account.class, rise.account().value());
        if (account == null) {
            return; // closed since
        }
        UUID id = Uuid7.next(clock);
        Map<String, String> details = Map.of(
                "hour", hour.toString(),
                "refused", Long.toString(rise.refused()),
                "mostBefore", Long.toString(rise.before()));
        OperatorEventBody body = new OperatorEventBody(account, Caller.system(), null, details);
        em.persist(new OperatorEvent(id, body.json(OperatorEventType.REFUSALS_RISING, id, now), now));
    }
}
