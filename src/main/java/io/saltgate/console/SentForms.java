package io.saltgate.console;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;

/**
 * Remembers for a day which forms were sent, so that none does its work twice: a double click, a reload, a proxy that
 * tries again. A form is claimed before its work begins; whoever comes second hears who was first.
 */
@Stateless
@ForOwnAccount
public class SentForms {

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SentForms() {
        this(null, null);
    }

    @Inject
    public SentForms(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * Claims a form, for all nodes. Of two who claim it at once one fails, with the database's complaint about the key.
     *
     * @param nonce what the form carries
     */
    @RolesAllowed({Permission.BE_SIGNED_IN, Permission.BE_GUEST})
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void claim(Caller caller, String nonce) {
        em.persist(new SentForm(nonce, caller, clock.instant()));
        em.flush();
    }

    /** Who sent it before. */
    @RolesAllowed({Permission.BE_SIGNED_IN, Permission.BE_GUEST})
    public Optional<SentForm> find(Caller caller, String nonce) {
        return Optional.ofNullable(em.find(SentForm.class, SentForm.key(caller, nonce)));
    }
}
