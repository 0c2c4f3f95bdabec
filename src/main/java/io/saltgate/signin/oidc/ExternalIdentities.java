package io.saltgate.signin.oidc;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Finds and keeps who people are at identity providers, and which of the providers' tokens were used. */
@Dependent
@Unguarded
public class ExternalIdentities {

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public ExternalIdentities(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /** Finds whom a token stands for. */
    public Optional<UUID> find(IdToken token) {
        return Optional.ofNullable(
                        em.find(ExternalIdentity.class, new ExternalIdentityId(token.issuer(), token.subject())))
                .map(ExternalIdentity::userId);
    }

    /** Notes a sign-in. */
    public void use(IdToken token) {
        ExternalIdentity identity =
                em.find(ExternalIdentity.class, new ExternalIdentityId(token.issuer(), token.subject()));
        identity.use(clock.instant());
    }

    /** Whether a person has an identity at an issuer. */
    public boolean has(UUID user, String issuer) {
        return !em.createQuery(
                        "select e.subject from ExternalIdentity e where e.userId = :user and e.issuer = :issuer",
                        String.class)
                .setParameter("user", user)
                .setParameter("issuer", issuer)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Links a subject to a person. The subject must not be linked yet. */
    public void link(IdToken token, UUID user) {
        em.persist(new ExternalIdentity(token.issuer(), token.subject(), user, clock.instant()));
        em.flush();
    }

    /**
     * Uses a token up.
     *
     * @param until when it is no longer valid anyhow
     * @return whether it was not used before
     */
    public boolean useOnce(String token, Instant until) {
        BatchDelete.one(em, "used_token", "expires_at <= ?1", Columns.utc(clock.instant()));
        String hash = Hashes.sha256("used token:" + token);
        // Of two at once, the second waits for the first, and fails if that one commits.
        return em.createNativeQuery("insert into used_token (hash, expires_at)"
                                + " select cast(?1 as varchar(43)), cast(?2 as timestamp(6) with time zone)"
                                + " where not exists (select 1 from used_token where hash = ?1)")
                        .setParameter(1, hash)
                        .setParameter(2, Columns.utc(until))
                        .executeUpdate()
                == 1;
    }
}
