package io.saltgate.audit;

import io.saltgate.accounts.Account;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
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
import org.jspecify.annotations.Nullable;

/**
 * Verifies chains piece by piece, whichever has waited longest first, so that a long chain holds up no other. What it
 * finds stands on the audit page; {@link AuditVerifier} says more, and asks no database what was found before.
 */
@Stateless
@PermitAll
@Unguarded
public class AuditChecks {

    /** Entries of one piece. */
    static final int PIECE = 1_000;

    /**
     * What a piece has found that belongs into the log.
     *
     * @param head the end of a whole chain, if it is to be kept outside
     * @param damage if it is news
     */
    public record Report(Optional<AuditVerifier.Head> head, Optional<Damage> damage) {

        static final Report NOTHING = new Report(Optional.empty(), Optional.empty());
    }

    /** @param entry the first bad one */
    public record Damage(UUID chain, long entry) {}

    private static final Map<String, Object> REFRESHED = Map.of(QueryHints.REFRESH, HintValues.TRUE);

    private final EntityManager em;
    private final KeyRing ring;
    private final AuditSettings settings;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AuditChecks() {
        this.em = null;
        this.ring = null;
        this.settings = null;
        this.clock = null;
    }

    @Inject
    public AuditChecks(@Database EntityManager em, KeyRing ring, AuditSettings settings, Clock clock) {
        this.em = em;
        this.ring = ring;
        this.settings = settings;
        this.clock = clock;
    }

    /** Claims the chain that has waited longest; empty if none is due, or another node has just claimed it. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Optional<UUID> claim() {
        Instant now = clock.instant();
        List<AuditCheck> due = em.createQuery(
                        "select c from AuditCheck c where c.dueAt <= :now order by c.dueAt", AuditCheck.class)
                .setParameter("now", now)
                .setMaxResults(1)
                .getResultList();
        for (AuditCheck check : due) {
            em.refresh(check, LockModeType.PESSIMISTIC_WRITE);
            if (check.isDue(now)) {
                check.claim(now);
                return Optional.of(check.chainId());
            }
        }
        return Optional.empty();
    }

    /** Verifies the next piece of a chain that was claimed. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Report verify(UUID chain) {
        AuditSeals seals = new AuditSeals(ring);
        Instant now = clock.instant();
        AuditCheck check = em.find(AuditCheck.class, chain, LockModeType.PESSIMISTIC_WRITE);
        if (check == null) {
            return Report.NOTHING;
        }
        check.prepare(seals, now);
        // The end first: entries that come afterwards belong to the next piece.
        AuditChain end = em.find(AuditChain.class, chain, REFRESHED);
        if (end == null) {
            return damaged(check, 1, seals, now);
        }
        List<AuditEntry> entries = read(chain, check.seq(), end.nextSeq());
        long last = check.seq();
        String hash = check.hash();
        for (AuditEntry entry : entries) {
            if (entry.seq() != last + 1 || !entry.follows(hash, seals)) {
                return isOthersKey(entry.keyId(), seals) ? Report.NOTHING : damaged(check, last + 1, seals, now);
            }
            last++;
            hash = entry.hash();
        }
        if (entries.size() == PIECE) {
            check.goOn(last, hash, seals, now);
            return Report.NOTHING;
        }
        return end(check, end, last, hash, seals, now);
    }

    private Report end(AuditCheck check, AuditChain end, long last, String hash, AuditSeals seals, Instant now) {
        boolean fits = last + 1 == end.nextSeq()
                && hash.equals(end.lastHash())
                && (end.isSealed(seals) || end.isUntouched() && end.id().equals(AuditChain.SYSTEM));
        if (!fits) {
            return isOthersKey(end.sealKey(), seals) ? Report.NOTHING : damaged(check, last + 1, seals, now);
        }
        check.complete(last, hash, seals, now, settings.check());
        if (last == 0 || !check.mayLog(now, settings.heads())) {
            return Report.NOTHING;
        }
        check.log(now);
        return new Report(Optional.of(new AuditVerifier.Head(end.id(), slug(end.id()), last, hash)), Optional.empty());
    }

    private Report damaged(AuditCheck check, long entry, AuditSeals seals, Instant now) {
        return check.breakAt(entry, seals, now, settings.check())
                ? new Report(Optional.empty(), Optional.of(new Damage(check.chainId(), entry)))
                : Report.NOTHING;
    }

    private List<AuditEntry> read(UUID chain, long after, long below) {
        return em.createQuery(
                        "select e from AuditEntry e where e.chainId = :chain and e.seq > :after and e.seq < :below"
                                + " order by e.chainId, e.seq",
                        AuditEntry.class)
                .setParameter("chain", chain)
                .setParameter("after", after)
                .setParameter("below", below)
                .setMaxResults(PIECE)
                .setHint(QueryHints.READ_ONLY, HintValues.TRUE)
                .getResultList();
    }

    /** A node that has not got the newest ring yet can't judge what another has written; its turn comes again. */
    private boolean isOthersKey(String key, AuditSeals seals) {
        return !seals.hasKey(key)
                && !em.createNativeQuery("select 1 from key_ring_key where key_id = ?1")
                        .setParameter(1, key)
                        .getResultList()
                        .isEmpty();
    }

    private @Nullable String slug(UUID chain) {
        Account account = em.find(Account.class, chain);
        return account == null ? null : account.slug();
    }
}
