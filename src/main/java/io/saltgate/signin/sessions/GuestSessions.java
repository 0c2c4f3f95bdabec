package io.saltgate.signin.sessions;

import io.saltgate.accounts.Announcements;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Begins and ends sessions of guests, for use cases that have checked a console link. */
@Dependent
@Unguarded
public class GuestSessions {

    private final EntityManager em;
    private final Announcements announcements;
    private final Clock clock;

    @Inject
    public GuestSessions(@Database EntityManager em, Announcements announcements, Clock clock) {
        this.em = em;
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * Begins a session, in place of the one that the browser had, whoever's that was. It counts as a recent sign-in
     * from now on, and nothing renews that.
     */
    public SessionId start(UUID user, GuestVisit visit, @Nullable SessionId previous, SessionOrigin origin) {
        SessionId id = SessionId.generate();
        ConsoleSession session = new ConsoleSession(id, user, SessionStrength.CONSOLE_LINK, origin, clock.instant());
        session.visit(visit);
        em.persist(session);
        if (previous != null) {
            new ProviderSessions(em, announcements).delete(previous);
            em.createQuery("delete from ConsoleSession s where s.idHash = :hash")
                    .setParameter("hash", previous.hash())
                    .executeUpdate();
        }
        return id;
    }

    /** Ends all sessions of a guest, whose role is another one now. */
    public void endAll(UUID user) {
        em.createQuery("delete from ConsoleSession s where s.userId = :user")
                .setParameter("user", user)
                .executeUpdate();
    }
}
