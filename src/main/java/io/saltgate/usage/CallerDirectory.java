package io.saltgate.usage;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.usage.Usage.CallerLine;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists an account's callers day by day, in pages of a bounded size however many there are; and its last call. */
@Stateless
@ForOwnAccount
public class CallerDirectory {

    /** Lines of a page. */
    public static final int PAGE_SIZE = 500;

    /** What one caller did with one token on one day (UTC). */
    public record Line(LocalDate day, CallerLine caller) {}

    /** The place after a line: days go backwards, tokens and addresses of a day forwards. */
    public record Place(LocalDate day, UUID token, String address) {}

    /** @param next the place after which there are more; null if there are none */
    public record Slice(List<Line> lines, @Nullable Place next) {}

    private final EntityManager em;
    private final LastCalls lastCalls;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected CallerDirectory() {
        this(null, null, null);
    }

    @Inject
    public CallerDirectory(@Database EntityManager em, LastCalls lastCalls, Clock clock) {
        this.em = em;
        this.lastCalls = lastCalls;
        this.clock = clock;
    }

    /** The last call within {@link Usage#KEPT}, allowed or not, up to five seconds late. */
    @RolesAllowed(Permission.SEE_API)
    public Optional<Instant> findLastCall(Caller caller) {
        return lastCalls.find(caller.requireAccount());
    }

    /**
     * Lists callers of the last 30 days, the latest day first.
     *
     * @param after the place to continue after; null for the beginning
     */
    @RolesAllowed(Permission.SEE_API)
    public Slice list(Caller caller, @Nullable Place after) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate last = today.minusDays(Usage.KEPT.toDays() - 1);
        LocalDate latest = today.plusDays(1); // another node's clock may be ahead
        LocalDate first = after == null || after.day().isAfter(latest) ? latest : after.day();
        List<Line> found = new ArrayList<>();
        for (LocalDate day = first; !day.isBefore(last) && found.size() <= PAGE_SIZE; day = day.minusDays(1)) {
            boolean within = after != null && day.equals(after.day());
            found.addAll(ofDay(caller, day, within ? after : null, PAGE_SIZE + 1 - found.size()));
        }
        List<Line> lines = found.stream().limit(PAGE_SIZE).toList();
        return new Slice(lines, found.size() > lines.size() ? place(lines.getLast()) : null);
    }

    private static Place place(Line line) {
        return new Place(line.day(), line.caller().token(), line.caller().address());
    }

    /** One range of the key, which begins with the day. */
    private List<Line> ofDay(Caller caller, LocalDate day, @Nullable Place after, int most) {
        Query query = em.createNativeQuery(
                "select token_id, address, first_seen_at, last_seen_at, allowed, would_refuse, refused"
                        + " from usage_caller where seen_on = ?1 and account_id = ?2"
                        + (after == null ? "" : " and (token_id > ?3 or token_id = ?3 and address > ?4)")
                        + " order by token_id, address fetch first " + most + " rows only");
        query.setParameter(1, day).setParameter(2, caller.requireAccount().value());
        if (after != null) {
            query.setParameter(3, after.token()).setParameter(4, after.address());
        }
        List<?> rows = query.getResultList();
        return rows.stream()
                .map(row -> new Line(day, CallerLine.of((Object[]) row)))
                .toList();
    }
}
