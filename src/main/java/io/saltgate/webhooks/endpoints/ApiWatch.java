package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/**
 * Pauses the endpoints of an account whose API is disabled, in the same transaction and under its lock. Were it not
 * heard, still nothing would be sent: there is no salt then.
 */
@Dependent
@Unguarded
public class ApiWatch {

    private final EntityManager em;
    private final WaitingEvents waiting;
    private final Clock clock;

    @Inject
    public ApiWatch(@Database EntityManager em, WaitingEvents waiting, Clock clock) {
        this.em = em;
        this.waiting = waiting;
        this.clock = clock;
    }

    public void hear(@Observes AccountEvent event) {
        AccountId account = event.account();
        if (account != null && event.code().equals("api.disabled")) {
            em.createQuery(
                            "select e from Endpoint e where e.accountId = :account and e.state = :on order by e.id",
                            Endpoint.class)
                    .setParameter("account", account.value())
                    .setParameter("on", Endpoint.State.ON)
                    .getResultList()
                    .forEach(endpoint -> endpoint.switchOff(
                            Endpoint.OffReason.API_DISABLED,
                            waiting.since(endpoint, clock.instant()),
                            clock.instant(),
                            event.by().personOrNull()));
        }
    }
}
