package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Regenerates the tokens that a restored database has brought back: any that was regenerated, or deleted because it had
 * leaked, since the backup is alive again. Operators do so while the gates are closed, before they accept the database.
 */
@Stateless
@ForOwnAccount
public class RestoredTokens {

    private final EntityManager em;
    private final Accounts accounts;
    private final Announcements announcements;
    private final ChangeClock changeClock;
    private final Clock clock;
    private final IssuedTokens tokens;
    private final NewTokens created;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RestoredTokens() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public RestoredTokens(
            @Database EntityManager em,
            Accounts accounts,
            Announcements announcements,
            ChangeClock changeClock,
            KeyRing ring,
            ApiAccessSettings settings,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.announcements = announcements;
        this.changeClock = changeClock;
        this.clock = clock;
        this.tokens = new IssuedTokens(em);
        this.created = new NewTokens(em, accounts, ring, settings, clock);
    }

    /** Counts the accounts that still have a token from before. */
    @RolesAllowed(Permission.OPERATE)
    public long count(Caller caller, Instant before) {
        return em.createQuery(
                        "select count(distinct t.accountId) from IssuedToken t where t.createdAt < :before", Long.class)
                .setParameter("before", before)
                .getSingleResult();
    }

    /**
     * Ends every token from before that one account has, and gives it a new one if its current token is among them. One
     * account a transaction: each can be done again from where the last one stopped.
     *
     * @param after the account that was done last; null to begin
     * @return the account; empty if no further one has such a token
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.OPERATE)
    public Optional<AccountId> regenerateNext(Caller caller, Instant before, @Nullable AccountId after) {
        caller.requireRecentProof(clock.instant());
        Optional<AccountId> next = findNext(before, after);
        next.ifPresent(account -> regenerate(caller.asOperator(), account, before));
        return next;
    }

    /** By rows of the table and without the entities: what is true of them is read again under the lock. */
    private Optional<AccountId> findNext(Instant before, @Nullable AccountId after) {
        List<?> found = em.createNativeQuery("select t.account_id from auth_token t where t.created_at < ?1"
                        + (after == null ? "" : " and t.account_id > ?2")
                        + " order by t.account_id, t.id fetch first 1 rows only")
                .setParameter(1, Columns.utc(before))
                .setParameter(2, after == null ? new UUID(0, 0) : after.value())
                .getResultList();
        return found.stream().findFirst().map(id -> new AccountId((UUID) id));
    }

    private void regenerate(Caller by, AccountId account, Instant before) {
        accounts.lockAny(account);
        ApiAccess access = em.find(ApiAccess.class, account.value());
        List<IssuedToken> old = tokens.list(account);
        old.removeIf(token -> !token.createdAt().isBefore(before));
        if (access == null || old.isEmpty()) {
            return;
        }
        ApiAccess.ChangeStamp stamp = ApiAccess.ChangeStamp.of(Uuid7.next(clock), clock.instant(), by);
        UUID current = Objects.requireNonNull(access.tokenId());
        if (old.stream().anyMatch(token -> token.id().equals(current))) {
            IssuedToken token = created.store(account, stamp).row();
            access.rotate(token.id(), stamp);
            em.flush(); // the access points to the new token before the old ones go
            announcements.announce(new AccountEvent(
                    "token.regenerated",
                    by,
                    account,
                    token.id().toString(),
                    Map.of("replaced", current.toString(), "because", "database.restored")));
        } else {
            access.endOverlap(stamp);
            announcements.announce(new AccountEvent(
                    "token.overlap.ended",
                    by,
                    account,
                    old.getFirst().id().toString(),
                    Map.of("because", "database.restored")));
        }
        tokens.retire(old, stamp.at());
        changeClock.tick(account.value());
    }
}
