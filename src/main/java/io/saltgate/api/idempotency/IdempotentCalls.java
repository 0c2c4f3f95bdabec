package io.saltgate.api.idempotency;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Conflicts;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Does a call under its idempotency key, and gives its answer again. The row of the key is the first lock that the
 * transaction takes, before names and accounts: of two calls under one key the second waits for the first to end.
 */
@Stateless
@ForOwnAccount
public class IdempotentCalls {

    /** The time for which a key stands for its first call. */
    public static final Duration KEPT = Duration.ofHours(24);

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected IdempotentCalls() {
        this(null, null);
    }

    @Inject
    public IdempotentCalls(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * The answer of a call that was done under this key; empty if none was.
     *
     * @throws KeyReused if it had another body
     * @throws AnswerGone if its answer can't be given again
     */
    @RolesAllowed({Permission.BE_OPERATOR_KEY, Permission.BE_ACCOUNT_TOKEN})
    public <A> Optional<A> repeat(Caller caller, IdempotencyKey key, IdempotentCall<A> call) {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = em.createNativeQuery("select body_hash, status, created, created_at from idempotency_key"
                        + " where key_hash = ?1 and created_at >= ?2")
                .setParameter(1, key.keyHash())
                .setParameter(2, Columns.utc(oldest()))
                .getResultList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Object[] row = rows.getFirst();
        if (!key.bodyHash().equals(row[0])) {
            throw new KeyReused();
        }
        if (row[2] == null) {
            throw new AnswerGone();
        }
        try {
            return Optional.of(call.repeat(new IdempotentCall.Earlier(
                    (int) Columns.number(row[1]), ids((String) row[2]), Columns.instant(row[3]))));
        } catch (NotFound e) {
            throw new AnswerGone();
        }
    }

    /**
     * Does a call, all of it in one transaction with its key's row. What fails leaves no row.
     *
     * @throws KeyBusy if another transaction has the row or has just committed it; nothing was done
     */
    @RolesAllowed({Permission.BE_OPERATOR_KEY, Permission.BE_ACCOUNT_TOKEN})
    public <A> A perform(Caller caller, IdempotencyKey key, IdempotentCall<A> call) {
        claim(key);
        IdempotentCall.Done<A> done = call.perform();
        em.flush();
        em.createNativeQuery("update idempotency_key set status = ?1, created = ?2 where key_hash = ?3")
                .setParameter(1, done.status())
                .setParameter(2, text(done.created()))
                .setParameter(3, key.keyHash())
                .executeUpdate();
        return done.answer();
    }

    private void claim(IdempotencyKey key) {
        try {
            em.createNativeQuery("delete from idempotency_key where key_hash = ?1 and created_at < ?2")
                    .setParameter(1, key.keyHash())
                    .setParameter(2, Columns.utc(oldest()))
                    .executeUpdate();
            em.createNativeQuery("insert into idempotency_key (key_hash, body_hash, created_at) values (?1, ?2, ?3)")
                    .setParameter(1, key.keyHash())
                    .setParameter(2, key.bodyHash())
                    .setParameter(3, Columns.utc(clock.instant()))
                    .executeUpdate();
        } catch (PersistenceException e) {
            throw Conflicts.isWithAnother(e) ? new KeyBusy(e) : e;
        }
    }

    private Instant oldest() {
        return clock.instant().minus(KEPT);
    }

    private static @Nullable String text(@Nullable List<UUID> created) {
        return created == null ? null : created.stream().map(UUID::toString).collect(Collectors.joining(" "));
    }

    private static List<UUID> ids(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(UUID::fromString).toList();
    }
}
