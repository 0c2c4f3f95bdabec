package io.saltgate.audit;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.audit.AuditEntries.Line;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a person's own sign-in: sign-ins and failures, password, second factor, sessions. Each person sees
 * their own. It is read from the system's trail, as far as entries are by the person or about them.
 */
@Stateless
@ForOwnAccount
public class OwnActivity {

    static final int PAGE_SIZE = 20;

    private static final AuditFilter OWN = new AuditFilter(
            null,
            Set.of(),
            null,
            Set.of(
                    "signed.",
                    "signin.",
                    "session.",
                    "password.",
                    "factor.",
                    "passkey.",
                    "recovery.",
                    "address.",
                    "person."),
            null,
            null,
            null,
            null,
            Set.of());

    /**
     * Some of it, newest first.
     *
     * @param older what the next older page is before; null if there is none
     */
    public record Page(List<Line> lines, @Nullable Long older) {}

    private final EntityManager em;
    private final AuditLog log;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OwnActivity() {
        this(null, null);
    }

    @Inject
    public OwnActivity(@Database EntityManager em, AuditLog log) {
        this.em = em;
        this.log = log;
    }

    /** @param before only entries with a lower number; null for the newest */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Page list(Caller caller, @Nullable Long before) {
        UUID person = caller.requireUser();
        long next = log.next(AuditChain.SYSTEM);
        long below = before == null ? next : Math.min(before, next);
        AuditLog.Found by = log.findOlder(AuditChain.SYSTEM, OWN.by(person), below, PAGE_SIZE);
        List<AuditEntry> about = findAbout(person, below);
        // What one of the two has not come to yet belongs to the next page.
        long complete = Math.max(
                by.rest() == null ? 0 : by.rest(),
                about.size() > PAGE_SIZE ? about.getLast().seq() + 1 : 0);
        TreeMap<Long, AuditEntry> merged = new TreeMap<>(Comparator.reverseOrder());
        by.entries().forEach(entry -> merged.put(entry.seq(), entry));
        about.forEach(entry -> merged.put(entry.seq(), entry));
        List<AuditEntry> entries = merged.values().stream()
                .filter(entry -> entry.seq() >= complete)
                .limit(PAGE_SIZE)
                .toList();
        boolean cut = merged.keySet().stream().filter(seq -> seq >= complete).count() > entries.size();
        Long older = cut ? Long.valueOf(entries.getLast().seq()) : complete > 0 ? Long.valueOf(complete) : null;
        return new Page(entries.stream().map(AuditReader::line).toList(), older);
    }

    /**
     * Ordered by all columns of the index of V31, or H2 would sort. One more than a page, which says whether there are
     * more.
     */
    @SuppressWarnings("unchecked")
    private List<AuditEntry> findAbout(UUID person, long below) {
        return em.createNativeQuery(
                        "select e.* from audit_entry e where e.subject = ?1 and e.account_id is null and e.seq < ?2"
                                + " order by e.subject desc, e.account_id desc, e.seq desc fetch first "
                                + (PAGE_SIZE + 1) + " rows only",
                        AuditEntry.class)
                .setParameter(1, person.toString())
                .setParameter(2, below)
                .getResultList();
    }
}
