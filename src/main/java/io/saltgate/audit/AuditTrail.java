package io.saltgate.audit;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.platform.logging.LogContext;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.UUID;

/**
 * Writes what features announce, in the transaction of the change: if the row can't be written, the change does not
 * happen.
 */
@Dependent
@Unguarded
public class AuditTrail {

    /** The detail that names the request in which it was done. */
    public static final String REQUEST = "requestId";

    private static final System.Logger LOG = System.getLogger(AuditTrail.class.getName());

    /** What an account's chain begins with. */
    private static final String FIRST = "account.created";

    private final EntityManager em;
    private final AuditSeals seals;
    private final Clock clock;

    @Inject
    public AuditTrail(@Database EntityManager em, KeyRing ring, Clock clock) {
        this.em = em;
        this.seals = new AuditSeals(ring);
        this.clock = clock;
    }

    public void append(@Observes AccountEvent event) {
        if (event.account() != null) {
            // Inserting the entry takes this lock too, but after the chain's; changes lock the account first.
            RowLock.REFER.take(em, "account", event.account().value());
        }
        AuditChain chain = event.account() == null
                ? lockSystemChain()
                : lockChain(event.account().value(), event.code().equals(FIRST));
        if (!chain.isSealed(seals)) {
            refuseUnknownKey(chain);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "somebody else has written to the audit chain {0}; run bin/verify-audit",
                    chain.id());
        }
        AuditEntry entry = new AuditEntry(chain, withRequest(event), clock.instant(), seals);
        em.persist(entry);
        chain.append(entry, seals);
        em.flush(); // a further entry of this transaction locks the chain again, which reads it again
    }

    /** So that an entry leads to the log lines, and for a caller with ids of its own to its own logs. */
    private static AccountEvent withRequest(AccountEvent event) {
        return LogContext.requestId().map(id -> event.with(REQUEST, id)).orElse(event);
    }

    /**
     * Entries of one chain follow each other. A chain begins whole with its account and at no other time: one that had
     * to be made later stands in for a deleted one, and is not sealed.
     */
    private AuditChain lockChain(UUID id, boolean begins) {
        AuditChain found = em.find(AuditChain.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (found != null) {
            return found;
        }
        if (begins) {
            AuditChain system = em.find(AuditChain.class, AuditChain.SYSTEM);
            if (system == null || system.isUntouched()) {
                lockSystemChain();
            }
        }
        AuditChain chain = new AuditChain(id);
        if (begins) {
            chain.seal(seals);
        }
        em.persist(chain);
        if (em.find(AuditCheck.class, id) == null) {
            em.persist(new AuditCheck(id, clock.instant()));
        }
        em.flush();
        return chain;
    }

    /** The migration makes it without a seal: whoever comes first gives it one, while there is no other chain yet. */
    private AuditChain lockSystemChain() {
        AuditChain system = lockChain(AuditChain.SYSTEM, false);
        if (system.isUntouched() && countOtherChains() == 0) {
            system.seal(seals);
            em.flush();
        }
        return system;
    }

    private long countOtherChains() {
        return em.createQuery("select count(c) from AuditChain c where c.id <> :system", Long.class)
                .setParameter("system", AuditChain.SYSTEM)
                .getSingleResult();
    }

    /** A node that has not got the newest ring yet must not take another's seal for a forged one. */
    private void refuseUnknownKey(AuditChain chain) {
        boolean registered = !seals.hasKey(chain.sealKey())
                && !em.createNativeQuery("select 1 from key_ring_key where key_id = ?1")
                        .setParameter(1, chain.sealKey())
                        .getResultList()
                        .isEmpty();
        if (registered) {
            throw new IllegalStateException("this node's key ring lacks the key " + chain.sealKey()
                    + ", which another node uses: give it the present ring and restart it");
        }
    }
}
