package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.net.OutboundGuard;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.webhooks.ApiIsOff;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of an account's endpoints. Each change locks the account first. Where an endpoint leads is judged by
 * the same guard that each attempt asks.
 */
@Stateless
@ForOwnAccount
public class Endpoints {

    /** Endpoints that an account may have. */
    public static final int MOST = 20;

    private static final Duration LOOK_UP = Duration.ofSeconds(4);

    /** At a time on this node: they hold threads of the server. */
    private static final Semaphore LOOK_UPS = new Semaphore(8);

    /** Settings whose target may be reached by one account, as {@link #judge} found a moment ago. */
    public static final class Judged {

        private final AccountId account;
        private final Endpoint.Settings settings;

        private Judged(AccountId account, Endpoint.Settings settings) {
            this.account = account;
            this.settings = settings;
        }
    }

    private final EntityManager em;
    private final Accounts accounts;
    private final EndpointChanges changes;
    private final TargetExceptions exceptions;
    private final OutboundGuard guard;
    private final Announcements announcements;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Endpoints() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public Endpoints(
            @Database EntityManager em,
            Accounts accounts,
            EndpointChanges changes,
            TargetExceptions exceptions,
            OutboundGuard guard,
            Announcements announcements,
            KeyRing ring,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.changes = changes;
        this.exceptions = exceptions;
        this.guard = guard;
        this.announcements = announcements;
        this.ring = ring;
        this.clock = clock;
    }

    /** In the order in which they were made, without removed ones. */
    @RolesAllowed(Permission.SEE_API)
    public List<Endpoint> list(Caller caller) {
        return em.createQuery(
                        "select e from Endpoint e where e.accountId = :account and e.state <> :removed"
                                + " order by e.createdAt, e.id",
                        Endpoint.class)
                .setParameter("account", caller.requireAccount().value())
                .setParameter("removed", Endpoint.State.REMOVED)
                .getResultList();
    }

    /** @throws NotFound if the account has no such endpoint, or it was removed */
    @RolesAllowed(Permission.SEE_API)
    public Endpoint get(Caller caller, UUID id) {
        return EndpointRows.get(em, caller.requireAccount(), id);
    }

    /** Names of the headers that its deliveries carry, in order. */
    @RolesAllowed(Permission.SEE_API)
    public List<String> listHeaders(Caller caller, UUID id) {
        return EndpointRows.headers(em, EndpointRows.get(em, caller.requireAccount(), id)).stream()
                .map(EndpointHeader::name)
                .toList();
    }

    /**
     * @throws TargetRefused if nothing may be sent there
     * @throws ApiIsOff if there is no salt to sign with
     */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Endpoint add(Caller caller, Endpoint.Settings settings) {
        caller.requireRecentProof(now());
        refuseForbidden(caller.requireAccount(), settings.url());
        return changes.add(caller, settings);
    }

    /**
     * Judges where settings lead, outside of any transaction; {@link #add(Caller, Judged)} then adds them within one.
     *
     * @throws TargetRefused if nothing may be sent there
     */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Judged judge(Caller caller, Endpoint.Settings settings) {
        refuseForbidden(caller.requireAccount(), settings.url());
        return new Judged(caller.requireAccount(), settings);
    }

    /**
     * As {@link #add(Caller, Endpoint.Settings)}, within the transaction that is open.
     *
     * @throws ApiIsOff if there is no salt to sign with
     */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public Endpoint add(Caller caller, Judged judged) {
        caller.requireRecentProof(now());
        if (!judged.account.equals(caller.requireAccount())) {
            throw new IllegalArgumentException("judged for another account");
        }
        return changes.add(caller, judged.settings);
    }

    /**
     * Headers don't follow to another host: whoever changes the address need not know them.
     *
     * @param settings null to leave them as they are
     * @param seenVersion the version that the caller saw
     * @param on whether it is to be on; null to leave that as it is
     * @throws EndpointChanged if it changed since
     * @throws TargetRefused if nothing may be sent there
     * @throws ApiIsOff if it is to be switched on and there is no salt to sign with
     */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Endpoint change(
            Caller caller, UUID id, Endpoint.@Nullable Settings settings, long seenVersion, @Nullable Boolean on) {
        if (settings != null || Boolean.TRUE.equals(on)) {
            caller.requireRecentProof(now());
        }
        if (settings != null) {
            refuseForbidden(caller.requireAccount(), settings.url());
        }
        return changes.change(caller, id, settings, seenVersion, on);
    }

    /** From the commit on no attempt begins; one that has begun ends. What waits is cancelled. */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public void switchOff(Caller caller, UUID id) {
        changes.switchOff(caller, lock(caller, id));
    }

    /** @throws ApiIsOff if there is no salt to sign with */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public void switchOn(Caller caller, UUID id) {
        caller.requireRecentProof(now());
        changes.switchOn(caller, lock(caller, id));
    }

    /** For good. Its deliveries can be seen as long as others. */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public void remove(Caller caller, UUID id) {
        Endpoint endpoint = lock(caller, id);
        announce(AccountEvent.of("webhook.endpoint.removed", caller, endpoint.host()), endpoint);
        EndpointRows.headers(em, endpoint).forEach(em::remove);
        endpoint.remove(now(), caller.personOrNull());
    }

    /** Nobody wants what was missed while it was off. Where nothing was, this does nothing. */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public void forgetMissed(Caller caller, UUID id) {
        Endpoint endpoint = lock(caller, id);
        Instant since = endpoint.missedSince();
        if (since != null) {
            endpoint.forgetMissed();
            announce(
                    AccountEvent.of("webhook.missed.forgotten", caller, endpoint.host())
                            .with("since", since),
                    endpoint);
        }
    }

    /**
     * Adds a header, or gives it another value.
     *
     * @throws TooManyHeaders if there is no room for one more
     */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public void setHeader(Caller caller, UUID id, String name, String value) {
        caller.requireRecentProof(now());
        if (!EndpointHeader.isName(name) || ReservedHeaders.find(name).isPresent() || !EndpointHeader.isValue(value)) {
            throw new IllegalArgumentException("not a header to set");
        }
        Endpoint endpoint = lock(caller, id);
        List<EndpointHeader> present = EndpointRows.headers(em, endpoint);
        String canonical = EndpointHeader.canonical(name);
        EndpointHeader header = present.stream()
                .filter(one -> one.name().equals(canonical))
                .findFirst()
                .orElseGet(() -> new EndpointHeader(endpoint, name));
        boolean fresh = !present.contains(header);
        if (fresh && present.size() >= EndpointHeader.MOST) {
            throw new TooManyHeaders();
        }
        header.seal(value, new Sealing(ring));
        if (fresh) {
            em.persist(header);
        }
        endpoint.touch(now(), caller.personOrNull());
        announcements.announce(
                AccountEvent.of("webhook.header.set", caller, canonical).with("endpoint", id));
    }

    /** @return whether it was there */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public boolean removeHeader(Caller caller, UUID id, String name) {
        Endpoint endpoint = lock(caller, id);
        String canonical = EndpointHeader.canonical(name);
        List<EndpointHeader> found = EndpointRows.headers(em, endpoint).stream()
                .filter(one -> one.name().equals(canonical))
                .toList();
        if (found.isEmpty()) {
            return false;
        }
        found.forEach(em::remove);
        endpoint.touch(now(), caller.personOrNull());
        announcements.announce(
                AccountEvent.of("webhook.header.removed", caller, canonical).with("endpoint", id));
        return true;
    }

    private Endpoint lock(Caller caller, UUID id) {
        return EndpointRows.get(em, accounts.lock(caller.requireAccount()).id(), id);
    }

    /** Outside of any transaction: a name that nobody answers for must not keep a connection, let alone a lock. */
    private void refuseForbidden(AccountId account, OutboundUrl url) {
        boolean named = url.address().isEmpty();
        if (named && !LOOK_UPS.tryAcquire()) {
            throw new TargetRefused(OutboundGuard.Reason.NAME_FAILED);
        }
        try {
            if (guard.check(url, exceptions.get(account), LOOK_UP) instanceof OutboundGuard.Verdict.Refused refused) {
                throw new TargetRefused(refused.reason());
            }
        } finally {
            if (named) {
                LOOK_UPS.release();
            }
        }
    }

    private void announce(AccountEvent event, Endpoint endpoint) {
        announcements.announce(event.with("endpoint", endpoint.id()));
    }

    private Instant now() {
        return clock.instant();
    }
}
