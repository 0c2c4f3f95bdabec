package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Retires old tokens whose overlap has ended. The gate has refused them since; this leaves only a keyed hash of them.
 * Any node may do it: the account's lock decides which one does.
 */
@Stateless
@PermitAll
@Unguarded
public class OverlapCleanup {

    private static final int ACCOUNTS_AT_ONCE = 100;

    private final EntityManager em;
    private final IssuedTokens tokens;
    private final Accounts accounts;
    private final Announcements announcements;
    private final ChangeClock changeClock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OverlapCleanup() {
        this(null, null, null, null);
    }

    @Inject
    public OverlapCleanup(
            @Database EntityManager em, Accounts accounts, Announcements announcements, ChangeClock changeClock) {
        this.em = em;
        this.tokens = new IssuedTokens(em);
        this.accounts = accounts;
        this.announcements = announcements;
        this.changeClock = changeClock;
    }

    /** Lists accounts with an expired token by the database's clock, a hundred at most. */
    public Set<AccountId> findDue() {
        return Set.copyOf(em.createQuery(
                        "select distinct t.accountId from IssuedToken t where t.expiresAt <= current_timestamp",
                        UUID.class)
                .setMaxResults(ACCOUNTS_AT_ONCE)
                .getResultStream()
                .map(AccountId::new)
                .toList());
    }

    /**
     * Retires one account's.
     *
     * @return how many there were
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int retireExpired(AccountId account) {
        accounts.lockAny(account);
        List<IssuedToken> over = em.createQuery(
                        "select t from IssuedToken t where t.accountId = :account and t.expiresAt <= current_timestamp",
                        IssuedToken.class)
                .setParameter("account", account.value())
                .getResultList();
        for (IssuedToken token : over) {
            tokens.retire(List.of(token), Objects.requireNonNull(token.expiresAt()));
            announcements.announce(new AccountEvent(
                    "token.overlap.over", Caller.system(), account, token.id().toString(), Map.of()));
        }
        if (!over.isEmpty()) {
            changeClock.tick(account.value());
        }
        return over.size();
    }
}
