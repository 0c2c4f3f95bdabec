package io.saltgate.audit;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
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

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public AuditTrail(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    public void append(@Observes AccountEvent event) {
        AuditChain chain = lockChain(
                event.account() == null ? AuditChain.SYSTEM : event.account().value());
        AuditEntry entry = new AuditEntry(chain, event, clock.instant());
        em.persist(entry);
        chain.append(entry);
    }

    /** Entries of one chain follow each other; a change already holds its account's lock, so making one is safe. */
    private AuditChain lockChain(UUID id) {
        AuditChain chain = em.find(AuditChain.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (chain == null) {
            chain = new AuditChain(id);
            em.persist(chain);
        }
        return chain;
    }
}
