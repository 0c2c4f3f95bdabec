package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rotates tokens for callers that have seen no page. Of rotations that overlap in time only one succeeds, so that
 * nobody gets a token that is no longer valid.
 *
 * <p>A rotation begins with {@link #rotate}, which notes in the database that its token has not been answered yet; its
 * caller waits for {@link #SETTLE} and then calls {@link #settle}, before it answers. A rotation that began meanwhile,
 * on any node, is refused, also if it is done later.
 */
@Stateless
@ForOwnAccount
public class TokenRotations {

    /**
     * How long to hold an answer back. Calls that were sent at the same moment begin at different ones: connections are
     * made, threads are waited for. In this time they have begun.
     */
    public static final Duration SETTLE = Duration.ofSeconds(1);

    private final EntityManager em;
    private final ApiAccesses apiAccesses;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected TokenRotations() {
        this(null, null, null);
    }

    @Inject
    public TokenRotations(@Database EntityManager em, ApiAccesses apiAccesses, Clock clock) {
        this.em = em;
        this.apiAccesses = apiAccesses;
        this.clock = clock;
    }

    /**
     * When a rotation began, by the database: its request may have waited.
     *
     * @param age since its request came
     */
    @RolesAllowed(Permission.CHANGE_API)
    public Instant begin(Caller caller, Duration age) {
        return DatabaseTime.now(em).minus(age);
    }

    /**
     * As {@link ApiAccesses#regenerate(Caller, UUID, Duration)}.
     *
     * @param began as {@link #begin} told
     * @param replaces the token that the new one is to replace; null for the one that is current as this begins
     * @throws ApiChanged if that is no longer the current one; without {@code replaces}, also if another rotation
     *     happened or was not answered yet; if the API is off
     */
    @RolesAllowed(Permission.CHANGE_API)
    public ApiAccesses.Rotated rotate(Caller caller, Instant began, @Nullable UUID replaces, Duration keepOldFor) {
        UUID current = replaces == null ? findCurrent(caller.requireAccount(), began) : replaces;
        return apiAccesses.regenerate(caller, current, keepOldFor);
    }

    /**
     * Ends a rotation: its token may be answered.
     *
     * @throws ApiChanged if it is no longer the current one
     */
    @RolesAllowed(Permission.CHANGE_API)
    public void settle(Caller caller, UUID token) {
        AccountId account = caller.requireAccount();
        int current = em.createNativeQuery(
                        "update api_access set answering_until = current_timestamp where account_id = ?1 and token_id = ?2")
                .setParameter(1, account.value())
                .setParameter(2, token)
                .executeUpdate();
        if (current == 0) {
            throw changed(account);
        }
    }

    /**
     * Asked for before the account is locked: of two that begin with the same token, one finds another there once it
     * has the lock. Values and no entity, which would be that of before the lock still.
     */
    private UUID findCurrent(AccountId account, Instant began) {
        List<Object[]> rows = em.createQuery(
                        "select a.tokenId, a.answeringUntil from ApiAccess a where a.accountId = :account",
                        Object[].class)
                .setParameter("account", account.value())
                .getResultList();
        UUID current = rows.isEmpty() ? null : (UUID) rows.getFirst()[0];
        Instant answeringUntil = rows.isEmpty() ? null : (Instant) rows.getFirst()[1];
        if (current == null || answeringUntil != null && began.isBefore(answeringUntil)) {
            throw changed(account);
        }
        return current;
    }

    private ApiChanged changed(AccountId account) {
        ApiAccess access = em.find(ApiAccess.class, account.value());
        return new ApiChanged(access == null ? new ApiAccess(account, Uuid7.next(clock), clock.instant()) : access);
    }
}
