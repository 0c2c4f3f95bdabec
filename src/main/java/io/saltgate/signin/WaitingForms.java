package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.web.KeptForms;
import io.saltgate.signin.sessions.SessionId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;

/**
 * Keeps a person's form while they confirm at the identity provider who they are. One of each session, for 15 minutes;
 * it can be taken once.
 */
@Stateless
@ForOwnAccount
public class WaitingForms {

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected WaitingForms() {
        this(null, null);
    }

    @Inject
    public WaitingForms(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** Keeps a form, in place of another that waits in this session. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public void keep(Caller caller, SessionId session, String path, String form) {
        BatchDelete.one(
                em, "waiting_form", "kept_at <= ?1", Columns.utc(clock.instant().minus(KeptForms.LIFETIME)));
        delete(session);
        em.persist(new WaitingForm(session, caller.requireUser(), path, form, clock.instant()));
    }

    /** Makes it wait in the session that takes another one's place. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public void passOn(Caller caller, SessionId from, SessionId to) {
        em.createQuery("update WaitingForm w set w.sessionHash = :to where w.sessionHash = :from and w.userId = :user")
                .setParameter("to", to.hash())
                .setParameter("from", from.hash())
                .setParameter("user", caller.requireUser())
                .executeUpdate();
    }

    /** Takes the form that waits; empty if there is none, or it has waited for too long. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<WaitingForm> take(Caller caller, SessionId session) {
        WaitingForm form = em.find(WaitingForm.class, session.hash());
        delete(session);
        return Optional.ofNullable(form)
                .filter(found -> found.userId().equals(caller.requireUser()))
                .filter(found -> found.keptAt().plus(KeptForms.LIFETIME).isAfter(clock.instant()));
    }

    private void delete(SessionId session) {
        em.createQuery("delete from WaitingForm w where w.sessionHash = :hash")
                .setParameter("hash", session.hash())
                .executeUpdate();
    }
}
