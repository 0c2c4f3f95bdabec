package io.saltgate.notices;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.mail.MailSettings;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How it goes with mail, for operators. */
@Stateless
@ForOwnAccount
public class MailQueue {

    /** More are not counted. */
    public static final int MAX_COUNTED = 10_000;

    /**
     * What waits, of all nodes.
     *
     * @param server that mail is given to, without a password; empty if none is sent
     * @param waiting mails that are not sent yet, counted up to {@value #MAX_COUNTED}
     * @param retried how many of the first that are due have failed before
     * @param nextAt when the first is due; empty if none waits
     */
    public record Backlog(Optional<String> server, long waiting, long retried, Optional<Instant> nextAt) {}

    private final EntityManager em;
    private final MailSettings settings;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected MailQueue() {
        this(null, null);
    }

    @Inject
    public MailQueue(@Database EntityManager em, MailSettings settings) {
        this.em = em;
        this.settings = settings;
    }

    @RolesAllowed(Permission.OPERATE)
    public Backlog getBacklog(Caller caller) {
        Object[] counts = (Object[]) em.createNativeQuery("select count(*), count(case when w.attempts > 0 then 1 end)"
                        + " from (select attempts from notice where due_at is not null order by due_at fetch first "
                        + MAX_COUNTED + " rows only) w")
                .getSingleResult();
        List<?> next = em.createNativeQuery(
                        "select due_at from notice where due_at is not null order by due_at fetch first 1 rows only")
                .getResultList();
        return new Backlog(
                settings.isOn() ? Optional.of(settings.toString()) : Optional.empty(),
                Columns.number(counts[0]),
                Columns.number(counts[1]),
                next.stream().map(Columns::instant).findFirst());
    }
}
