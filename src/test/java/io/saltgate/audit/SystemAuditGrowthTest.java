package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditEntries.Slice;
import io.saltgate.testing.Crowd;
import io.saltgate.testing.Growth;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However long the system's trail is, a page of it reads a bounded number of rows, whatever the filter. */
class SystemAuditGrowthTest extends Growth {

    private static final int ENTRIES = Integer.getInteger("saltgate.growth.rows", 50_000);

    private static final String COMMON = "signin.failed";

    /** What all accounts have and the system's trail doesn't: the statistics speak for looking through it. */
    private static final String ELSEWHERE = "token.copied";

    private static final long PAGE = 4 * AuditEntries.PAGE_SIZE;

    private static final long SCANNED = 4 * AuditLog.MAX_SCANNED;

    private static final UUID PERSON = UUID.randomUUID();

    private final Caller operator = new Caller(Caller.Kind.USER, PERSON, null, Set.of(), Instant.now(), "198.51.100.7");

    @Override
    protected void addSmall(Crowd crowd) throws SQLException {
        crowd.addSmallAccounts(500);
        crowd.addAuditOfSmallAccounts(500, ELSEWHERE);
    }

    @Override
    protected void addLarge(Crowd crowd) throws SQLException {
        crowd.addAudit(AuditChain.SYSTEM, ENTRIES, COMMON, PERSON, "198.51.100.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void readsAPageByAKey(String plan) {
        rows.plan(plan);
        for (AuditFilter filter : new AuditFilter[] {
            AuditFilter.ALL,
            filter(null, COMMON, null),
            filter(null, ELSEWHERE, null),
            filter(PERSON, null, null),
            filter(UUID.randomUUID(), null, null),
            filter(null, null, "198.51.100.7"),
            filter(null, null, "192.0.2.1")
        }) {
            Slice first = slice(filter, null, null);
            if (first.older() != null) {
                Slice second = slice(filter, first.older(), null);
                slice(filter, null, second.newer());
                slice(filter, (long) AuditEntries.PAGE_SIZE * 3, null);
                assertThat(second.lines()).hasSize(AuditEntries.PAGE_SIZE);
            }
        }
        assertThat(rows.above(PAGE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void triesWhatNoKeyFindsOnABoundedNumber(String plan) {
        rows.plan(plan);
        Instant middle = Instant.now().minus(Duration.ofSeconds(ENTRIES / 2));
        for (AuditFilter filter : new AuditFilter[] {
            new AuditFilter(null, Set.of(), null, Set.of(), null, null, null, "no such", Set.of(ELSEWHERE)),
            new AuditFilter(null, Set.of("NOBODY"), null, Set.of("operator."), null, null, null, null, Set.of()),
            new AuditFilter(PERSON, Set.of(), COMMON, Set.of(), "198.51.100.7", null, middle, "no", Set.of()),
            new AuditFilter(null, Set.of(), null, Set.of(), null, middle, middle.plusSeconds(30), null, Set.of())
        }) {
            Slice first = slice(filter, null, null);
            if (first.older() != null) {
                slice(filter, first.older(), null);
            }
        }
        assertThat(rows.above(SCANNED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void appendsByAKey(String plan) {
        rows.plan(plan);
        world.tell(s -> s.audit().append(new AccountEvent("thing.done", operator, null, null, Map.of())));
        assertThat(rows.above(PAGE)).isEmpty();
    }

    /** One's own activity, of someone with nothing but it and of someone with none. */
    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void readsOnesOwnActivityByKeys(String plan) {
        rows.plan(plan);
        for (UUID person : new UUID[] {PERSON, UUID.randomUUID()}) {
            Caller caller = new Caller(Caller.Kind.USER, person, null, Set.of(), Instant.now(), null);
            OwnActivity.Page page = world.ask(s -> new OwnActivity(s.em(), new AuditLog(s.em())).list(caller, null));
            assertThat(page.older() == null).isEqualTo(!person.equals(PERSON));
        }
        assertThat(rows.above(SCANNED)).isEmpty();
    }

    private Slice slice(AuditFilter filter, Long before, Long after) {
        return world.ask(s -> new SystemAuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append)
                .getSlice(operator, filter, before, after));
    }

    private static AuditFilter filter(UUID actor, String code, String address) {
        return new AuditFilter(actor, Set.of(), code, Set.of(), address, null, null, null, Set.of());
    }
}
