package io.saltgate.whitelist;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Lists the entries of an account's whitelist that end soon. */
@Stateless
@ForOwnAccount
public class EndingEntries {

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected EndingEntries() {
        this(null, null);
    }

    @Inject
    public EndingEntries(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** Lists at most so many of those that still match and end within a time, the soonest first. */
    @RolesAllowed(Permission.SEE_API)
    public List<WhitelistEntry> list(Caller caller, Duration within, int most) {
        Instant now = clock.instant();
        return em.createQuery(
                        "select e from WhitelistEntry e where e.accountId = :account and e.expiresAt > :now"
                                + " and e.expiresAt <= :until order by e.expiresAt, e.id",
                        WhitelistEntry.class)
                .setParameter("account", caller.requireAccount().value())
                .setParameter("now", now)
                .setParameter("until", now.plus(within))
                .setMaxResults(most)
                .getResultList();
    }
}
