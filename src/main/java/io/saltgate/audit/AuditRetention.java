package io.saltgate.audit;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Erases personal data from entries that are older than configured, a piece of one chain at a time, whichever has
 * waited longest first. The entries stay, and the chain proves them as before.
 */
@Stateless
@PermitAll
@Unguarded
public class AuditRetention {

    /** Entries of one piece. */
    static final int PIECE = 500;

    /** From one look at a chain whose old entries are done to the next. */
    private static final Duration PAUSE = Duration.ofDays(1);

    private final EntityManager em;
    private final KeyRing ring;
    private final Announcements announcements;
    private final AuditSettings settings;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AuditRetention() {
        this.em = null;
        this.ring = null;
        this.announcements = null;
        this.settings = null;
        this.clock = null;
    }

    @Inject
    public AuditRetention(
            @Database EntityManager em,
            KeyRing ring,
            Announcements announcements,
            AuditSettings settings,
            Clock clock) {
        this.em = em;
        this.ring = ring;
        this.announcements = announcements;
        this.settings = settings;
        this.clock = clock;
    }

    /** Claims the chain that has waited longest; empty if none is due, or everything is kept for ever. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Optional<UUID> claim() {
        if (settings.retention().isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        List<AuditCheck> due = em.createQuery(
                        "select c from AuditCheck c where c.eraseAt <= :now order by c.eraseAt", AuditCheck.class)
                .setParameter("now", now)
                .setMaxResults(1)
                .getResultList();
        for (AuditCheck check : due) {
            em.refresh(check, LockModeType.PESSIMISTIC_WRITE);
            if (check.isErasureDue(now)) {
                check.claimErasure(now);
                return Optional.of(check.chainId());
            }
        }
        return Optional.empty();
    }

    /** Erases the next piece of a chain that was claimed, and says so in its trail. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void erase(UUID chain) {
        AuditSeals seals = new AuditSeals(ring);
        Instant now = clock.instant();
        Instant until = now.minus(settings.retention().orElseThrow());
        boolean system = chain.equals(AuditChain.SYSTEM);
        boolean exists = system || RowLock.CHANGE.take(em, "account", chain); // before any chain, as changes do
        AuditCheck check = em.find(AuditCheck.class, chain, LockModeType.PESSIMISTIC_WRITE);
        if (check == null) {
            return;
        }
        List<AuditEntry> entries = em.createQuery(
                        "select e from AuditEntry e where e.chainId = :chain and e.seq > :after"
                                + " order by e.chainId, e.seq",
                        AuditEntry.class)
                .setParameter("chain", chain)
                .setParameter("after", check.erasedSeq())
                .setMaxResults(PIECE)
                .getResultList();
        long last = check.erasedSeq();
        int erased = 0;
        for (AuditEntry entry : entries) {
            // One that is not genuine stays as it is: it proves what was done to it.
            if (!entry.happenedAt().isBefore(until)) {
                break;
            }
            if (entry.isGenuine(seals) && entry.erase(seals)) {
                erased++;
            }
            last = entry.seq();
        }
        boolean more = entries.size() == PIECE && last == entries.getLast().seq();
        check.erase(last, more ? now : now.plus(PAUSE));
        em.flush();
        if (erased > 0 && exists) {
            AccountId account = system ? null : new AccountId(chain);
            announcements.announce(new AccountEvent("audit.erased", Caller.system(), account, null, Map.of())
                    .with("erased", erased)
                    .with("upTo", last));
        }
    }
}
