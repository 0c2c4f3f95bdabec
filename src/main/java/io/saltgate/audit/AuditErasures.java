package io.saltgate.audit;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.users.PendingErasure;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.persistence.config.HintValues;
import org.eclipse.persistence.config.QueryHints;

/**
 * Erases what audit entries hold of a person who was erased: what they did from where, what was done to them, and
 * entries about their address; a piece of one chain at a time. The chains prove the entries as before.
 */
@Stateless
@PermitAll
@Unguarded
public class AuditErasures {

    /** Entries of one piece. */
    static final int PIECE = 500;

    /**
     * Whose entries they are: by that person, about them, about their address; each by an index of its own. One that
     * was gone through no longer matches, but for those that are not genuine. The entry that records the erasure stays.
     */
    private static final List<String> PARTS = List.of(
            "e.actorId = :id and e.salt is not null",
            "e.subject = :id and e.salt is not null and e.code <> 'person.erased'",
            "e.subject = :id");

    private final EntityManager em;
    private final KeyRing ring;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AuditErasures() {
        this(null, null, null, null);
    }

    @Inject
    public AuditErasures(@Database EntityManager em, KeyRing ring, Announcements announcements, Clock clock) {
        this.em = em;
        this.ring = ring;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Claims a person whose entries are still to be erased, who has waited longest. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Optional<UUID> claim() {
        Instant now = clock.instant();
        List<PendingErasure> due = em.createQuery(
                        "select p from PendingErasure p where p.dueAt <= :now order by p.dueAt", PendingErasure.class)
                .setParameter("now", now)
                .setMaxResults(1)
                .getResultList();
        for (PendingErasure each : due) {
            em.refresh(each, LockModeType.PESSIMISTIC_WRITE);
            if (each.isDue(now)) {
                each.claim(now);
                return Optional.of(each.userId());
            }
        }
        return Optional.empty();
    }

    /** Erases the next piece of a person who was claimed, and says so in that chain; or ends the work. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void erase(UUID person) {
        PendingErasure pending = em.find(PendingErasure.class, person, LockModeType.PESSIMISTIC_WRITE);
        if (pending == null) {
            return;
        }
        Optional<UUID> chain =
                list(pending, 1).stream().map(AuditEntry::chainId).findFirst();
        if (chain.isEmpty()) {
            goOn(pending);
            return;
        }
        erase(pending, chain.get());
    }

    private void goOn(PendingErasure pending) {
        if (pending.part() + 1 < PARTS.size()) {
            pending.nextPart(clock.instant());
        } else {
            em.remove(pending);
        }
    }

    private void erase(PendingErasure pending, UUID chain) {
        boolean system = chain.equals(AuditChain.SYSTEM);
        boolean exists = system || RowLock.CHANGE.take(em, "account", chain); // before any chain, as changes do
        em.find(AuditCheck.class, chain, LockModeType.PESSIMISTIC_WRITE); // nobody else erases or verifies meanwhile
        AuditSeals seals = new AuditSeals(ring);
        int erased = 0;
        int skipped = 0;
        for (AuditEntry entry : list(pending, PIECE)) {
            if (!entry.chainId().equals(chain)) {
                break;
            }
            // One that is not genuine stays as it is: it proves what was done to it.
            if (entry.isGenuine(seals)) {
                erased += entry.erasePerson(pending.email(), seals) ? 1 : 0;
            } else {
                skipped++;
            }
        }
        pending.goOn(skipped, clock.instant());
        em.flush();
        if (erased > 0 && exists) {
            AccountId account = system ? null : new AccountId(chain);
            announcements.announce(new AccountEvent("audit.person.erased", Caller.system(), account, null, Map.of())
                    .with("person", pending.userId())
                    .with("erased", erased));
        }
    }

    /** As they are in the database now. */
    private List<AuditEntry> list(PendingErasure pending, int max) {
        Object id = switch (pending.part()) {
            case 0 -> pending.userId();
            case 1 -> pending.userId().toString();
            default -> pending.email() == null ? "" : pending.email();
        };
        return em.createQuery(
                        "select e from AuditEntry e where " + PARTS.get(pending.part())
                                + " order by e.accountId, e.seq",
                        AuditEntry.class)
                .setParameter("id", id)
                .setHint(QueryHints.REFRESH, HintValues.TRUE)
                .setFirstResult(pending.skipped())
                .setMaxResults(max)
                .getResultList();
    }
}
