package io.saltgate.signin.sessions;

import io.saltgate.accounts.Account;
import jakarta.persistence.EntityManager;
import java.util.UUID;

/**
 * Finds when sessions of a person end: as the installation says, or sooner if an account of theirs does. The shortest
 * time counts on every page, or else a browser that is left alone would be kept signed in on another one.
 */
final class SessionLimits {

    private final EntityManager em;
    private final SessionSettings settings;

    SessionLimits(EntityManager em, SessionSettings settings) {
        this.em = em;
        this.settings = settings;
    }

    SessionSettings of(UUID user) {
        Object[] shortest = em.createQuery(
                        "select min(a.policy.sessionIdleMinutes), min(a.policy.sessionLifetimeHours)"
                                + " from Account a, Member m, User u where m.userId = :user and m.accountId = a.id"
                                + " and u.id = m.userId and a.status <> :closed"
                                + " and (u.provedEmail is not null or u.accountId = a.id or u.guest = true)",
                        Object[].class)
                .setParameter("user", user)
                .setParameter("closed", Account.Status.CLOSED)
                .getSingleResult();
        return settings.shortened((Integer) shortest[0], (Integer) shortest[1]);
    }
}
