package io.saltgate.operatorevents;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** Stores, in the transaction of a change, what the operator's back end is to be told of it. */
@Dependent
@Unguarded
public class OperatorEventFeed {

    /** After the audit trail, so that what it refuses isn't stored in vain. */
    private static final int LATE = Interceptor.Priority.APPLICATION + 900;

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public OperatorEventFeed(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    public void hear(@Observes @Priority(LATE) AccountEvent event) {
        AccountId account = event.account();
        if (account != null) {
            OperatorEventType.ofCode(event.code())
                    .filter(type -> OperatorEndpoint.get(em).takes(type))
                    .ifPresent(type -> store(type, event, account));
        }
    }

    private void store(OperatorEventType type, AccountEvent event, AccountId id) {
        Account account = em.find(Account.class, id.value());
        if (account == null) {
            return;
        }
        UUID eventId = Uuid7.next(clock);
        Instant now = DatabaseTime.now(em);
        OperatorEventBody body = new OperatorEventBody(account, event.by(), event.subject(), event.parameters());
        em.persist(new OperatorEvent(eventId, body.json(type, eventId, now), now));
    }
}
