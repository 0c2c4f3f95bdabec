package io.saltgate.operator;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Finds operator keys that still open something, by the ids that callers and audit entries have. */
@Dependent
@Unguarded
public class LivingKeys {

    private final EntityManager em;
    private final OperatorKeySettings settings;
    private final KeyRing ring;
    private final Clock clock;

    @Inject
    public LivingKeys(@Database EntityManager em, OperatorKeySettings settings, KeyRing ring, Clock clock) {
        this.em = em;
        this.settings = settings;
        this.ring = ring;
        this.clock = clock;
    }

    /**
     * The name of a key, as people know it; of the configured one, the name of its setting.
     *
     * @return empty if there is no such key, or it was revoked or has expired
     */
    public Optional<String> findName(UUID id) {
        if (settings.hasId(id, ring)) {
            return Optional.of(OperatorKeySettings.KEY);
        }
        return Optional.ofNullable(em.find(OperatorKey.class, id))
                .filter(key -> key.isLiving(clock.instant()))
                .map(OperatorKey::name);
    }
}
