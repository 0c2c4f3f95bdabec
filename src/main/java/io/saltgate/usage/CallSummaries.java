package io.saltgate.usage;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Reads an account's calls at a glance, up to five seconds ago. Each statement reads at most some hundred hours, or the
 * callers of one day, however long the account has called.
 */
@Stateless
@ForOwnAccount
public class CallSummaries {

    private static final int HOURS = 24;

    private final EntityManager em;
    private final LastCalls lastCalls;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected CallSummaries() {
        this(null, null, null);
    }

    @Inject
    public CallSummaries(@Database EntityManager em, LastCalls lastCalls, Clock clock) {
        this.em = em;
        this.lastCalls = lastCalls;
        this.clock = clock;
    }

    @RolesAllowed(Permission.SEE_API)
    public CallSummary get(Caller caller) {
        AccountId account = caller.requireAccount();
        Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        List<Counts.Step> hours = hours(account, today.minus(1, ChronoUnit.DAYS));
        return new CallSummary(
                hours.subList(HOURS, 2 * HOURS),
                hours.subList(0, HOURS),
                findDay(account, false).flatMap(day -> findLast(account, day)).orElse(null),
                findDay(account, true)
                        .flatMap(day -> findLastAllowed(account, day))
                        .orElse(null));
    }

    private List<Counts.Step> hours(AccountId account, Instant from) {
        List<?> rows = em.createNativeQuery(
                        "select began_at, outcome, calls from usage_hour where account_id = ?1 and began_at >= ?2")
                .setParameter(1, account.value())
                .setParameter(2, from.atOffset(ZoneOffset.UTC))
                .getResultList();
        return Counts.steps(from, Duration.ofHours(1), 2 * HOURS, rows);
    }

    private Optional<LocalDate> findDay(AccountId account, boolean allowed) {
        return lastCalls.findHour(account, allowed).map(hour -> LocalDate.ofInstant(hour, ZoneOffset.UTC));
    }

    private Optional<CallSummary.LastCall> findLast(AccountId account, LocalDate day) {
        List<?> rows = em.createNativeQuery("select c.address, c.last_seen_at, c.last_allowed_at from usage_caller c"
                        + " where c.seen_on = ?1 and c.account_id = ?2"
                        + " order by c.last_seen_at desc, c.last_allowed_at desc fetch first 1 rows only")
                .setParameter(1, day)
                .setParameter(2, account.value())
                .getResultList();
        return rows.stream().map(row -> CallSummary.LastCall.of((Object[]) row)).findFirst();
    }

    private Optional<Instant> findLastAllowed(AccountId account, LocalDate day) {
        Object last = em.createNativeQuery("select max(c.last_allowed_at) from usage_caller c"
                        + " where c.seen_on = ?1 and c.account_id = ?2 and c.allowed + c.would_refuse > 0")
                .setParameter(1, day)
                .setParameter(2, account.value())
                .getSingleResult();
        return Optional.ofNullable(last).map(Columns::instant);
    }
}
