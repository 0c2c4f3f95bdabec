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
import java.util.ArrayList;
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
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected CallSummaries() {
        this(null, null);
    }

    @Inject
    public CallSummaries(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    @RolesAllowed(Permission.SEE_API)
    public CallSummary get(Caller caller) {
        AccountId account = caller.requireAccount();
        Instant today = clock.instant().truncatedTo(ChronoUnit.DAYS);
        List<CallSummary.Hour> hours = hours(account, today.minus(1, ChronoUnit.DAYS));
        return new CallSummary(
                hours.subList(HOURS, 2 * HOURS),
                hours.subList(0, HOURS),
                findDay(account, "").flatMap(day -> findLast(account, day)).orElse(null),
                findDay(account, " and h.outcome in ('allowed', 'would.refuse')")
                        .flatMap(day -> findLastAllowed(account, day))
                        .orElse(null));
    }

    private List<CallSummary.Hour> hours(AccountId account, Instant from) {
        long[] allowed = new long[2 * HOURS];
        long[] refused = new long[2 * HOURS];
        List<?> rows = em.createNativeQuery(
                        "select began_at, outcome, calls from usage_hour where account_id = ?1 and began_at >= ?2")
                .setParameter(1, account.value())
                .setParameter(2, from.atOffset(ZoneOffset.UTC))
                .getResultList();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            int hour = (int) Duration.between(from, Columns.instant(columns[0])).toHours();
            if (hour < 2 * HOURS) { // else another node's clock is ahead
                Outcome.find((String) columns[1]).ifPresent(outcome -> {
                    (outcome.isAllowed() ? allowed : refused)[hour] += Columns.number(columns[2]);
                });
            }
        }
        List<CallSummary.Hour> hours = new ArrayList<>();
        for (int i = 0; i < 2 * HOURS; i++) {
            hours.add(new CallSummary.Hour(from.plus(i, ChronoUnit.HOURS), allowed[i], refused[i]));
        }
        return hours;
    }

    /** The day of the last hour with calls, which an index finds. */
    private Optional<LocalDate> findDay(AccountId account, String filter) {
        List<?> rows = em.createNativeQuery("select h.began_at from usage_hour h where h.account_id = ?1" + filter
                        + " order by h.account_id desc, h.began_at desc fetch first 1 rows only")
                .setParameter(1, account.value())
                .getResultList();
        return rows.stream()
                .map(Columns::instant)
                .map(hour -> LocalDate.ofInstant(hour, ZoneOffset.UTC))
                .findFirst();
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
