package io.saltgate.usage;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads what the gate recorded of an account, up to five seconds ago. */
@Stateless
@ForOwnAccount
public class Usage {

    /** The retention of usage data. */
    public static final Duration KEPT = Duration.ofDays(30);

    /**
     * What one caller did with one token.
     *
     * @param address {@code -} if it can't be determined; empty for the sum of those beyond the limit
     */
    public record CallerLine(
            UUID token,
            String address,
            Instant firstSeen,
            Instant lastSeen,
            long allowed,
            long wouldRefuse,
            long refused) {

        /** @param row of token, address, first and last call, and the counts */
        static CallerLine of(Object[] row) {
            return new CallerLine(
                    (UUID) row[0],
                    (String) row[1],
                    Columns.instant(row[2]),
                    Columns.instant(row[3]),
                    Columns.number(row[4]),
                    Columns.number(row[5]),
                    Columns.number(row[6]));
        }

        public boolean isAddressTold() {
            return !address.equals(RefusedCall.UNKNOWN);
        }

        public boolean isOthers() {
            return address.isEmpty();
        }

        /** Whether any of the calls was allowed. */
        public boolean mayCall() {
            return allowed + wouldRefuse > 0;
        }
    }

    private final EntityManager em;
    private final Announcements announcements;
    private final UsageSettings settings;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Usage() {
        this(null, null, null, null);
    }

    @Inject
    public Usage(@Database EntityManager em, Announcements announcements, UsageSettings settings, Clock clock) {
        this.em = em;
        this.announcements = announcements;
        this.settings = settings;
        this.clock = clock;
    }

    /** Reads the counts of a span up to now. */
    @RolesAllowed(Permission.SEE_API)
    public Counts getCounts(Caller caller, Span span) {
        Instant from = span.from(clock.instant());
        List<?> rows = em.createNativeQuery(
                        "select began_at, outcome, calls from usage_hour where account_id = ?1 and began_at >= ?2")
                .setParameter(1, caller.requireAccount().value())
                .setParameter(2, from.atOffset(ZoneOffset.UTC))
                .getResultList();
        return Counts.of(span, from, rows);
    }

    /** As {@link #getCounts}, for a download, which the audit trail records. */
    @RolesAllowed(Permission.SEE_API)
    public Counts exportCounts(Caller caller, Span span) {
        Counts counts = getCounts(caller, span);
        announcements.announce(AccountEvent.of("usage.exported", caller, null)
                .with("from", counts.from())
                .with("to", counts.until()));
        return counts;
    }

    /** The age of the oldest hour or day beyond what is kept: what the clean-up still has to delete. */
    @RolesAllowed({Permission.PROVISION_ACCOUNTS, Permission.OPERATE})
    public Duration getBehind(Caller caller) {
        Instant hours = clock.instant().minus(KEPT);
        Instant days = clock.instant().minus(settings.addresses());
        Instant hour = oldest("select min(began_at) from usage_hour")
                .map(Columns::instant)
                .orElse(hours);
        // A day is kept until all of it is old.
        Instant day = oldest("select min(seen_on) from usage_caller")
                .map(found -> Columns.date(found)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant())
                .orElse(days);
        return Collections.max(List.of(Duration.ZERO, Duration.between(hour, hours), Duration.between(day, days)));
    }

    private Optional<Object> oldest(String sql) {
        return Optional.ofNullable(em.createNativeQuery(sql).getSingleResult());
    }

    /** Lists the last hundred refusals, newest first. */
    @RolesAllowed(Permission.SEE_API)
    public List<RefusedCallRow> getRefusals(Caller caller) {
        return em.createQuery(
                        "select r from RefusedCallRow r where r.accountId = :account order by r.refusedAt desc, r.id"
                                + " desc",
                        RefusedCallRow.class)
                .setParameter("account", caller.requireAccount().value())
                .setMaxResults(RefusedCallRow.KEPT)
                .getResultList();
    }

    /** Lists the callers of a number of days, today included, the latest first. */
    @RolesAllowed(Permission.SEE_API)
    public List<CallerLine> getCallers(Caller caller, int days) {
        Query query = em.createNativeQuery("""
                select token_id, address, min(first_seen_at), max(last_seen_at),
                    sum(allowed), sum(would_refuse), sum(refused)
                from usage_caller where account_id = ?1 and seen_on in (%s)
                group by token_id, address
                order by 4 desc, 2
                """.formatted(parameters(2, days + 1)));
        query.setParameter(1, caller.requireAccount().value());
        setDays(query, 2, days + 1);
        List<?> rows = query.getResultList();
        return rows.stream().map(row -> CallerLine.of((Object[]) row)).toList();
    }

    /** As {@link #getCallers}, for a download, which the audit trail records. */
    @RolesAllowed(Permission.SEE_API)
    public List<CallerLine> exportCallers(Caller caller, int days) {
        List<CallerLine> lines = getCallers(caller, days);
        announcements.announce(AccountEvent.of("callers.exported", caller, null).with("lines", lines.size()));
        return lines;
    }

    /** The last call with a token within the 30 days, allowed or not. */
    @RolesAllowed(Permission.SEE_API)
    public Optional<CallSummary.LastCall> findLastCall(Caller caller, UUID token) {
        return findLast(caller, token, "last_seen_at", "order by last_seen_at desc, last_allowed_at desc");
    }

    /** The last use of a token within the 30 days: a call that was refused is none. */
    @RolesAllowed(Permission.SEE_API)
    public Optional<CallSummary.LastCall> findLastUse(Caller caller, UUID token) {
        return findLast(
                caller, token, "last_allowed_at", "and allowed + would_refuse > 0 order by last_allowed_at desc");
    }

    /** @param time the column of the call's time */
    private Optional<CallSummary.LastCall> findLast(Caller caller, UUID token, String time, String rest) {
        int days = (int) KEPT.toDays() + 2;
        Query query = em.createNativeQuery("""
                select address, %s, last_allowed_at from usage_caller
                where account_id = ?1 and token_id = ?2 and seen_on in (%s)
                %s fetch first 1 rows only
                """.formatted(time, parameters(3, days), rest));
        query.setParameter(1, caller.requireAccount().value()).setParameter(2, token);
        setDays(query, 3, days);
        List<?> rows = query.getResultList();
        return rows.stream().map(row -> CallSummary.LastCall.of((Object[]) row)).findFirst();
    }

    /** Lists each day, since the key begins with the day and a range of days would cover the rows of all accounts. */
    private static String parameters(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
    }

    private void setDays(Query query, int first, int count) {
        LocalDate last =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1); // another node's clock may be ahead
        for (int i = 0; i < count; i++) {
            query.setParameter(first + i, last.minusDays(i));
        }
    }
}
