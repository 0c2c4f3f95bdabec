package io.saltgate.audit;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what the background verification has found of an audit trail. Reads one row, however long the trail is. */
@Stateless
@ForOwnAccount
public class AuditBadges {

    /** What is known of a chain. */
    public enum State {
        /** No pass has come to the end yet. */
        UNVERIFIED,
        INTACT,
        DAMAGED
    }

    /**
     * The state of a chain.
     *
     * @param entry the last one that is intact, or the first that is damaged; 0 if not verified yet
     * @param at when that was found to be intact; null if not verified yet, or damaged
     */
    public record Badge(State state, long entry, @Nullable Instant at) {}

    private final EntityManager em;
    private final KeyRing ring;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AuditBadges() {
        this.em = null;
        this.ring = null;
    }

    @Inject
    public AuditBadges(@Database EntityManager em, KeyRing ring) {
        this.em = em;
        this.ring = ring;
    }

    @RolesAllowed(Permission.SEE_AUDIT)
    public Badge get(Caller caller) {
        return badge(caller.requireAccount().value());
    }

    @RolesAllowed(Permission.OPERATE)
    public Badge getOfSystem(Caller caller) {
        return badge(AuditChain.SYSTEM);
    }

    private Badge badge(UUID chain) {
        AuditCheck check = em.find(AuditCheck.class, chain);
        if (check != null && check.brokenSeq() != null) {
            return new Badge(State.DAMAGED, check.brokenSeq(), null);
        }
        return check != null && check.intactAt() != null && check.isSealed(new AuditSeals(ring))
                ? new Badge(State.INTACT, check.intactSeq(), check.intactAt())
                : new Badge(State.UNVERIFIED, 0, null);
    }
}
