package io.saltgate.signin.sessions;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and ends a person's own sessions. */
@Stateless
@ForOwnAccount
public class OwnSessions {

    /**
     * One of the caller's sessions.
     *
     * @param handle names it in a form
     * @param browser see {@link BrowserName}; null if it is not known
     * @param address of the sign-in; null if it is not known
     * @param current whether it is the one that asks
     */
    public record OwnSession(
            String handle,
            @Nullable String browser,
            @Nullable String address,
            Instant signedInAt,
            Instant lastSeenAt,
            boolean current) {}

    private final EntityManager em;
    private final Announcements announcements;
    private final SessionLimits limits;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OwnSessions() {
        this(null, null, null, null);
    }

    @Inject
    public OwnSessions(@Database EntityManager em, Announcements announcements, SessionSettings settings, Clock clock) {
        this.em = em;
        this.announcements = announcements;
        this.limits = new SessionLimits(em, settings);
        this.clock = clock;
    }

    /** Lists the sessions that are not over, the one that asks first, then the one that was used last. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public List<OwnSession> list(Caller caller, SessionId current) {
        Instant now = clock.instant();
        SessionSettings ends = limits.of(caller.requireUser());
        return find(caller).stream()
                .filter(session -> !session.isOver(ends, now))
                .map(session -> new OwnSession(
                        session.handle(),
                        session.browser(),
                        session.address(),
                        session.signedInAt(),
                        session.lastSeenAt(),
                        session.isOf(current)))
                .sorted((a, b) -> Boolean.compare(b.current(), a.current()))
                .toList();
    }

    /** Ends one of the caller's sessions. One that has ended already is no error. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public void end(Caller caller, String handle) {
        find(caller).stream()
                .filter(session -> session.handle().equals(handle))
                .findFirst()
                .ifPresent(session -> {
                    em.remove(session);
                    announcements.announce(new AccountEvent("session.ended", caller, null, subject(caller), Map.of()));
                });
    }

    /** Ends all of the caller's sessions but the one that asks. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public void endOthers(Caller caller, SessionId current) {
        List<ConsoleSession> others =
                find(caller).stream().filter(session -> !session.isOf(current)).toList();
        others.forEach(em::remove);
        if (!others.isEmpty()) {
            announcements.announce(new AccountEvent("session.others.ended", caller, null, subject(caller), Map.of()));
        }
    }

    private List<ConsoleSession> find(Caller caller) {
        return em.createQuery(
                        "select s from ConsoleSession s where s.userId = :user order by s.lastSeenAt desc, s.idHash",
                        ConsoleSession.class)
                .setParameter("user", caller.requireUser())
                .getResultList();
    }

    private static String subject(Caller caller) {
        return caller.requireUser().toString();
    }
}
