package io.saltgate.notices;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Tells owners, once each, what ends within a day without anyone's doing: entries of a whitelist, and old tokens that
 * were kept for a while. One whose end is moved is told again.
 */
@Stateless
@PermitAll
@Unguarded
public class EndingNotices {

    /** What has an end. */
    public enum Kind {
        ENTRY("whitelist_entry", "whitelist.entry.ending", Duration.ofDays(1)),
        /** Those kept for an hour are told by the page on which that was chosen. */
        TOKEN("auth_token", "token.overlap.ending", Duration.ofHours(6));

        private final String table;
        private final String code;
        private final Duration ahead;

        Kind(String table, String code, Duration ahead) {
            this.table = table;
            this.code = code;
            this.ahead = ahead;
        }
    }

    /** Rows that one transaction marks. */
    private static final int ROWS = 500;

    private final EntityManager em;
    private final Notices notices;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected EndingNotices() {
        this(null, null, null);
    }

    @Inject
    public EndingNotices(@Database EntityManager em, Notices notices, Clock clock) {
        this.em = em;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * Tells one account of what ends soonest.
     *
     * @return whether there may be more
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean tellNext(Kind kind) {
        Instant now = clock.instant();
        Instant until = now.plus(kind.ahead);
        String due = " expires_at > ?1 and expires_at <= ?2 and (end_told is null or end_told <> expires_at)";
        List<?> accounts = em.createNativeQuery("select account_id from " + kind.table + " where" + due
                        + " order by expires_at fetch first 1 rows only")
                .setParameter(1, Columns.utc(now))
                .setParameter(2, Columns.utc(until))
                .getResultList();
        if (accounts.isEmpty()) {
            return false;
        }
        UUID account = (UUID) accounts.getFirst();
        RowLock.CHANGE.take(em, "account", account); // of two nodes the second finds them told
        List<?> ids = em.createNativeQuery("select id from " + kind.table + " where account_id = ?3 and" + due
                        + " order by expires_at fetch first " + ROWS + " rows only")
                .setParameter(1, Columns.utc(now))
                .setParameter(2, Columns.utc(until))
                .setParameter(3, account)
                .getResultList();
        for (Object id : ids) {
            em.createNativeQuery(
                            "update " + kind.table + " set end_told = expires_at where account_id = ?1 and id = ?2")
                    .setParameter(1, account)
                    .setParameter(2, id)
                    .executeUpdate();
            notices.tell(new AccountId(account), kind.code, Caller.system());
        }
        return true;
    }
}
