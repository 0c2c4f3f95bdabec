package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStates;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.webhooks.ApiIsOff;
import io.saltgate.webhooks.TypeFilter;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@link Endpoints} does in a transaction, once it is known that the target may be reached. */
@Stateless
@PermitAll
@Unguarded
public class EndpointChanges {

    private final EntityManager em;
    private final Accounts accounts;
    private final ApiStates api;
    private final WaitingEvents waiting;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected EndpointChanges() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public EndpointChanges(
            @Database EntityManager em,
            Accounts accounts,
            ApiStates api,
            WaitingEvents waiting,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.api = api;
        this.waiting = waiting;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** As {@link Endpoints#add}. */
    public Endpoint add(Caller caller, Endpoint.Settings settings) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        refuseIfOff(account);
        long present = em.createQuery(
                        "select count(e) from Endpoint e where e.accountId = :account and e.state <> :removed",
                        Long.class)
                .setParameter("account", account.value())
                .setParameter("removed", Endpoint.State.REMOVED)
                .getSingleResult();
        if (present >= Endpoints.MOST) {
            throw new TooManyEndpoints();
        }
        Endpoint endpoint = new Endpoint(account, Uuid7.next(clock), settings, now(), caller.personOrNull());
        em.persist(endpoint);
        em.flush();
        announcements.announce(
                AccountEvent.of("webhook.endpoint.added", caller, settings.url().host())
                        .with("endpoint", endpoint.id()));
        return endpoint;
    }

    /** As {@link Endpoints#change}, all of it or nothing. */
    public Endpoint change(
            Caller caller, UUID id, Endpoint.@Nullable Settings settings, long seenVersion, @Nullable Boolean on) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        Endpoint endpoint = EndpointRows.get(em, account, id);
        if (endpoint.version() != seenVersion) {
            throw new EndpointChanged(endpoint);
        }
        if (settings != null) {
            if (!settings.url().origin().equals(endpoint.origin())) {
                removeHeaders(caller, endpoint);
            }
            AccountEvent event = AccountEvent.of(
                            "webhook.endpoint.changed", caller, settings.url().host())
                    .with("endpoint", id);
            announcements.announce(describe(event, endpoint, settings));
            endpoint.change(settings, now(), caller.personOrNull());
        }
        if (on != null && on) {
            switchOn(caller, endpoint);
        } else if (on != null) {
            switchOff(caller, endpoint);
        }
        em.flush();
        em.refresh(endpoint); // one column is the sender's
        return endpoint;
    }

    private static String names(TypeFilter types) {
        return String.join(" ", types.names());
    }

    /** Path and query of a URL may hold a secret of the receiver: of these it says only that they changed. */
    private static AccountEvent describe(AccountEvent event, Endpoint before, Endpoint.Settings after) {
        AccountEvent described = event.changed(
                        "host", before.host(), after.url().host())
                .changed("types", names(before.types()), names(after.types()))
                .changed("description", before.description(), after.description())
                .changed("mac", before.signsMac(), after.signMac());
        boolean moved = !before.url().equals(after.url().toString());
        return moved && before.host().equals(after.url().host()) ? described.with("url", "CHANGED") : described;
    }

    /** Of an endpoint that this transaction has locked. */
    public void switchOff(Caller caller, Endpoint endpoint) {
        Instant now = now();
        if (endpoint.switchOff(Endpoint.OffReason.MEMBER, waiting.since(endpoint, now), now, caller.personOrNull())) {
            announcements.announce(AccountEvent.of("webhook.endpoint.switched.off", caller, endpoint.host())
                    .with("endpoint", endpoint.id()));
        }
    }

    /** Of an endpoint that this transaction has locked. */
    public void switchOn(Caller caller, Endpoint endpoint) {
        refuseIfOff(caller.requireAccount());
        if (endpoint.switchOn(now(), caller.personOrNull())) {
            em.createNativeQuery("update webhook_endpoint set failing_since = null where account_id = ?1 and id = ?2")
                    .setParameter(1, endpoint.accountId())
                    .setParameter(2, endpoint.id())
                    .executeUpdate();
            announcements.announce(AccountEvent.of("webhook.endpoint.switched.on", caller, endpoint.host())
                    .with("endpoint", endpoint.id()));
        }
    }

    private void removeHeaders(Caller caller, Endpoint endpoint) {
        for (EndpointHeader header : EndpointRows.headers(em, endpoint)) {
            em.remove(header);
            announcements.announce(AccountEvent.of("webhook.header.removed", caller, header.name())
                    .with("endpoint", endpoint.id()));
        }
    }

    private void refuseIfOff(AccountId account) {
        if (!api.isOn(account)) {
            throw new ApiIsOff();
        }
    }

    private Instant now() {
        return clock.instant();
    }
}
