package io.saltgate.operatorevents;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.platform.net.AllowList;
import io.saltgate.platform.net.OutboundGuard;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.endpoints.TargetRefused;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operator's use cases on the endpoint that is told what happens in accounts. */
@Stateless
@ForOwnAccount
public class OperatorEvents {

    /** Waiting events are counted up to this number. */
    public static final int MAX_COUNTED = 10_000;

    private static final Duration LOOK_UP = Duration.ofSeconds(4);

    /** Where events shall go, as {@link #judge} found it fit a moment ago. */
    public static final class Judged {

        private final OutboundUrl url;
        private final TypeFilter types;

        private Judged(OutboundUrl url, TypeFilter types) {
            this.url = url;
            this.types = types;
        }
    }

    /**
     * How it goes.
     *
     * @param endpoint its URL is empty while nothing is sent
     * @param waiting events that are still to be sent, counted up to {@value #MAX_COUNTED}
     */
    public record Status(OperatorEndpoint endpoint, long waiting) {}

    /** A secret with its id, by which the answer that had it can be given again. */
    public record Issued(UUID id, OperatorSecret secret) {}

    private final EntityManager em;
    private final OutboundGuard guard;
    private final Announcements announcements;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OperatorEvents() {
        this(null, null, null, null, null);
    }

    @Inject
    public OperatorEvents(
            @Database EntityManager em, OutboundGuard guard, Announcements announcements, KeyRing ring, Clock clock) {
        this.em = em;
        this.guard = guard;
        this.announcements = announcements;
        this.ring = ring;
        this.clock = clock;
    }

    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Status getStatus(Caller caller) {
        Object waiting = em.createNativeQuery("select count(*) from (select id from operator_event fetch first "
                        + MAX_COUNTED + " rows only) w")
                .getSingleResult();
        return new Status(OperatorEndpoint.get(em), Columns.number(waiting));
    }

    /**
     * Judges where events shall go, outside of any transaction; {@link #set} then sets it within one.
     *
     * @throws TargetRefused if nothing may be sent there: private addresses take {@code saltgate.webhooks.allow}
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Judged judge(Caller caller, OutboundUrl url, TypeFilter types) {
        if (guard.check(url, AllowList.NONE, LOOK_UP) instanceof OutboundGuard.Verdict.Refused refused) {
            throw new TargetRefused(refused.reason());
        }
        return new Judged(url, types);
    }

    /**
     * Sets where events go from now on, what waits included. What is so already is not done again.
     *
     * @return the secret, if there was none before; it stays when the URL changes
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Optional<Issued> set(Caller caller, Judged wanted) {
        OperatorEndpoint endpoint = OperatorEndpoint.lock(em);
        String before = endpoint.findUrl().orElse(null);
        String url = wanted.url.toString();
        if (url.equals(before) && endpoint.types().equals(wanted.types)) {
            return Optional.empty();
        }
        AccountEvent event = new AccountEvent("operator.events.set", caller, null, null, Map.of())
                .changed("host", before == null ? null : host(before), wanted.url.host())
                .changed("types", before == null ? null : endpoint.types().toColumn(), wanted.types.toColumn());
        endpoint.set(url, wanted.types);
        Optional<Issued> issued = before == null ? Optional.of(issue(endpoint)) : Optional.empty();
        announcements.announce(event);
        return issued;
    }

    /**
     * Replaces the secret: what is sent from now on is signed with the new one.
     *
     * @throws OperatorEventsOff if there is none
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Issued rotateSecret(Caller caller) {
        Issued issued = issue(requireOn(OperatorEndpoint.lock(em)));
        announcements.announce(new AccountEvent("operator.events.secret.rotated", caller, null, null, Map.of()));
        return issued;
    }

    /** The secret of that id; empty if it is no longer the one that signs. */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public Optional<Issued> findSecret(Caller caller, UUID id) {
        OperatorEndpoint endpoint = OperatorEndpoint.get(em);
        return endpoint.hasSecret(id)
                ? Optional.of(new Issued(id, endpoint.secret(new Sealing(ring))))
                : Optional.empty();
    }

    /**
     * Sends a test event, whatever types the endpoint takes.
     *
     * @return its id
     * @throws OperatorEventsOff if there is no endpoint
     */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public UUID test(Caller caller) {
        requireOn(OperatorEndpoint.get(em));
        UUID id = Uuid7.next(clock);
        Instant now = DatabaseTime.now(em);
        em.persist(new OperatorEvent(id, OperatorEventBody.test(id, now), now));
        announcements.announce(new AccountEvent("operator.events.tested", caller, null, null, Map.of()));
        return id;
    }

    /** Sends nothing any more, and deletes the secret and what waits. Nothing to switch off is no error. */
    @RolesAllowed(Permission.PROVISION_ACCOUNTS)
    public void switchOff(Caller caller) {
        OperatorEndpoint endpoint = OperatorEndpoint.lock(em);
        if (endpoint.findUrl().isPresent()) {
            endpoint.switchOff();
            em.createQuery("delete from OperatorEvent e").executeUpdate(); // under the lock that claims take too
            announcements.announce(new AccountEvent("operator.events.ended", caller, null, null, Map.of()));
        }
    }

    private Issued issue(OperatorEndpoint endpoint) {
        OperatorSecret secret = OperatorSecret.generate();
        return new Issued(endpoint.seal(secret, Uuid7.next(clock), new Sealing(ring)), secret);
    }

    private static OperatorEndpoint requireOn(OperatorEndpoint endpoint) {
        if (endpoint.findUrl().isEmpty()) {
            throw new OperatorEventsOff();
        }
        return endpoint;
    }

    /** The path may contain a secret. */
    private static @Nullable String host(String url) {
        return OutboundUrl.parse(url) instanceof OutboundUrl.Parsed.Ok ok
                ? ok.url().host()
                : null;
    }
}
