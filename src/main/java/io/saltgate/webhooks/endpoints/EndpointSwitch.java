package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.webhooks.WebhookKey;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Switches off endpoints that nobody answers for any more; the trail tells the team. */
@Stateless
@PermitAll
@Unguarded
public class EndpointSwitch {

    private final EntityManager em;
    private final Accounts accounts;
    private final WaitingEvents waiting;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected EndpointSwitch() {
        this(null, null, null, null, null);
    }

    @Inject
    public EndpointSwitch(
            @Database EntityManager em,
            Accounts accounts,
            WaitingEvents waiting,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.waiting = waiting;
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * Once, whoever comes first.
     *
     * @param generation in which it happened: somebody may have switched it off and on since
     * @param url that it happened at: somebody may have given it another
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void switchOff(AccountId account, UUID id, int generation, String url, Endpoint.OffReason reason) {
        accounts.lockAny(account);
        Endpoint endpoint = em.find(Endpoint.class, new WebhookKey(account.value(), id));
        if (endpoint == null
                || endpoint.generation() != generation
                || !endpoint.url().equals(url)) {
            return;
        }
        Instant now = clock.instant();
        if (!endpoint.switchOff(reason, waiting.since(endpoint, now), now, null)) {
            return;
        }
        AccountEvent event =
                new AccountEvent("webhook.endpoint.disabled", Caller.system(), account, endpoint.host(), Map.of());
        announcements.announce(event.with("endpoint", id).with("reason", reason));
    }
}
