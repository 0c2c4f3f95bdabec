package io.saltgate.notices;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Reminds owners of a token's age: each time as many days have passed as the account's policy says, or a year without
 * one.
 */
@Stateless
@PermitAll
@Unguarded
public class TokenAgeNotices {

    /** Without a policy. */
    static final String OLD = "token.old";

    /** The policy wants a new token. */
    static final String DUE = "token.due";

    private final EntityManager em;
    private final Accounts accounts;
    private final Notices notices;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected TokenAgeNotices() {
        this(null, null, null, null);
    }

    @Inject
    public TokenAgeNotices(@Database EntityManager em, Accounts accounts, Notices notices, Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Reminds the owners of one account.
     *
     * @return whether there may be more
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean tellNext() {
        Instant now = clock.instant();
        List<?> due = em.createNativeQuery("select account_id, id from auth_token where age_due_at <= ?1"
                        + " order by age_due_at fetch first 1 rows only")
                .setParameter(1, Columns.utc(now))
                .getResultList();
        if (due.isEmpty()) {
            return false;
        }
        Object[] token = (Object[]) due.getFirst();
        Account account = accounts.lockAny(new AccountId((UUID) token[0]));
        if (claim(account, (UUID) token[1], now)) {
            notices.tell(account.id(), account.policy().tokenDays() == null ? OLD : DUE, Caller.system());
        }
        return true;
    }

    /** Of two nodes the second finds the token told, or replaced. */
    private boolean claim(Account account, UUID token, Instant now) {
        return em.createNativeQuery("update auth_token set age_told_at = ?1, age_due_at = ?2"
                                + " where account_id = ?3 and id = ?4 and age_due_at <= ?1")
                        .setParameter(1, Columns.utc(now))
                        .setParameter(2, Columns.utc(now.plus(account.policy().tokenReminder())))
                        .setParameter(3, account.id().value())
                        .setParameter(4, token)
                        .executeUpdate()
                == 1;
    }
}
