package io.saltgate.apiaccess;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Regenerates the Auth Tokens of all accounts, with no overlap. Who calls it begins a new history of changes, by which
 * nodes forget what they remember, in the same transaction.
 */
@Dependent
@Unguarded
public class TokenRenewals {

    /** Accounts whose entities are in memory at the same time. */
    private static final int BATCH = 200;

    private final EntityManager em;
    private final IssuedTokens tokens;
    private final Accounts accounts;
    private final Announcements announcements;
    private final KeyRing ring;
    private final ApiAccessSettings settings;
    private final Clock clock;

    @Inject
    public TokenRenewals(
            @Database EntityManager em,
            Accounts accounts,
            Announcements announcements,
            KeyRing ring,
            ApiAccessSettings settings,
            Clock clock) {
        this.em = em;
        this.tokens = new IssuedTokens(em);
        this.accounts = accounts;
        this.announcements = announcements;
        this.ring = ring;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Locks the accounts one by one, in the order of their ids, until the transaction ends.
     *
     * @return how many tokens there are now
     */
    public int regenerateAll(Caller by) {
        int regenerated = 0;
        List<UUID> batch = findNext(new UUID(0, 0));
        while (!batch.isEmpty()) {
            for (UUID account : batch) {
                regenerated += regenerate(by, accounts.lockAny(new AccountId(account))) ? 1 : 0;
            }
            em.flush();
            em.clear();
            batch = findNext(batch.getLast());
        }
        return regenerated;
    }

    private List<UUID> findNext(UUID after) {
        return em.createQuery(
                        "select a.accountId from ApiAccess a where a.accountId > :after and a.state <> :off"
                                + " order by a.accountId",
                        UUID.class)
                .setParameter("after", after)
                .setParameter("off", ApiAccess.State.OFF)
                .setMaxResults(BATCH)
                .getResultList();
    }

    /** False if it was disabled before it was locked. */
    private boolean regenerate(Caller by, Account account) {
        ApiAccess access =
                Objects.requireNonNull(em.find(ApiAccess.class, account.id().value()), "it was listed");
        UUID replaced = access.tokenId();
        if (replaced == null) {
            return false;
        }
        List<IssuedToken> old = tokens.list(account.id());
        ApiAccess.ChangeStamp stamp = ApiAccess.ChangeStamp.of(Uuid7.next(clock), clock.instant(), by);
        IssuedToken issued =
                tokens.issue(account, Uuid7.next(clock), AuthToken.generate(settings.tokenPrefix(), ring), ring, stamp);
        access.rotate(issued.id(), stamp);
        em.flush(); // before the old ones go
        tokens.retire(old, stamp.at());
        announcements.announce(new AccountEvent(
                "token.regenerated",
                by,
                account.id(),
                issued.id().toString(),
                Map.of("replaced", replaced.toString())));
        return true;
    }
}
