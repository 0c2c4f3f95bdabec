package io.saltgate.usage;

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
import java.util.Arrays;
import java.util.List;

/**
 * Lists calls that belong to no account, without a token or with an unknown one, and problems with client addresses.
 * For operators only.
 */
@Stateless
@ForOwnAccount
public class UnattributedCalls {

    /** A kind of trouble that occurred within the last day. */
    public record Trouble(AddressTrouble kind, Instant first, Instant last, long calls, String example) {}

    /** More addresses than these show nothing new. */
    private static final int MAX_ADDRESSES = 1_000;

    /** The number of callers to look at, the latest days first. */
    private static final int MAX_SCANNED = 10_000;

    private static final int DAYS = 7;

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected UnattributedCalls() {
        this(null, null);
    }

    @Inject
    public UnattributedCalls(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    @RolesAllowed(Permission.OPERATE)
    public Counts getCounts(Caller caller, Span span) {
        Instant from = span.from(clock.instant());
        List<?> rows = em.createNativeQuery(
                        "select began_at, outcome, calls from usage_stranger_hour where began_at >= ?1")
                .setParameter(1, from.atOffset(ZoneOffset.UTC))
                .getResultList();
        return Counts.of(span, from, rows);
    }

    /** The last hundred refusals, newest first. */
    @RolesAllowed(Permission.OPERATE)
    public List<RefusedCallRow> getRefusals(Caller caller) {
        return em.createQuery(
                        "select r from RefusedCallRow r where r.accountId is null order by r.refusedAt desc, r.id desc",
                        RefusedCallRow.class)
                .setMaxResults(RefusedCallRow.KEPT)
                .getResultList();
    }

    @RolesAllowed(Permission.OPERATE)
    public List<Trouble> getTroubles(Caller caller) {
        List<?> rows = em.createNativeQuery(
                        "select kind, first_seen_at, last_seen_at, calls, example from address_trouble"
                                + " where last_seen_at >= ?1 order by last_seen_at desc")
                .setParameter(1, clock.instant().minus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC))
                .getResultList();
        return rows.stream()
                .map(row -> (Object[]) row)
                .filter(row -> Arrays.stream(AddressTrouble.values())
                        .anyMatch(kind -> kind.name().equals(row[0]))) // a newer node may know more
                .map(row -> new Trouble(
                        AddressTrouble.valueOf((String) row[0]),
                        Columns.instant(row[1]),
                        Columns.instant(row[2]),
                        Columns.number(row[3]),
                        (String) row[4]))
                .toList();
    }

    /**
     * Addresses that any account's calls were judged by within a week: of some ten thousand callers, without those not
     * told.
     */
    @RolesAllowed(Permission.OPERATE)
    public List<String> getAddresses(Caller caller) {
        List<?> rows = em.createNativeQuery("select distinct c.address from (select address from usage_caller"
                        + " where seen_on > ?1 order by seen_on desc fetch first " + MAX_SCANNED + " rows only) c"
                        + " where c.address not in ('', '-') fetch first " + MAX_ADDRESSES + " rows only")
                .setParameter(
                        1, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS))
                .getResultList();
        return rows.stream().map(String.class::cast).toList();
    }
}
