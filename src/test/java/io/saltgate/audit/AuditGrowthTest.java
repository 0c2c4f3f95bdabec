package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditEntries.Slice;
import io.saltgate.team.Role;
import io.saltgate.testing.Crowd;
import io.saltgate.testing.Growth;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However long one account's trail is, a page of it reads a bounded number of rows, whatever the filter. */
class AuditGrowthTest extends Growth {

    private static final int ENTRIES = Integer.getInteger("saltgate.growth.rows", 50_000);

    private static final String COMMON = "api.paused";

    /** What all the small accounts have and the large one doesn't: the statistics speak for looking through it. */
    private static final String ELSEWHERE = "token.copied";

    /** A page with the row behind it, once in the index and once in the table. */
    private static final long PAGE = 4 * AuditEntries.PAGE_SIZE;

    private static final long SCANNED = 4 * AuditLog.MAX_SCANNED;

    private Caller large;
    private Caller small;

    @Override
    protected void addSmall(Crowd crowd) throws SQLException {
        crowd.addSmallAccounts(500);
        crowd.addAuditOfSmallAccounts(500, ELSEWHERE);
    }

    @Override
    protected void addLarge(Crowd crowd) throws SQLException {
        large = world.member(Role.OWNER);
        small = world.member(Role.OWNER);
        crowd.addAudit(large.requireAccount().value(), ENTRIES, COMMON, large.id(), "198.51.100.7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void readsAPageByAKey(String plan) {
        rows.plan(plan);
        for (Caller caller : new Caller[] {large, small}) {
            for (AuditFilter filter : new AuditFilter[] {
                AuditFilter.ALL,
                filter(null, COMMON, null),
                filter(null, ELSEWHERE, null),
                filter(large.id(), null, null),
                filter(UUID.randomUUID(), null, null),
                filter(null, null, "198.51.100.7"),
                filter(null, null, "192.0.2.1")
            }) {
                Slice first = slice(caller, filter, null, null);
                if (first.older() != null) {
                    Slice second = slice(caller, filter, first.older(), null);
                    slice(caller, filter, null, second.newer());
                    slice(caller, filter, (long) AuditEntries.PAGE_SIZE * 3, null);
                    assertThat(second.lines()).hasSize(AuditEntries.PAGE_SIZE);
                }
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
            new AuditFilter(null, Set.of("OPERATOR"), null, Set.of("token."), null, null, null, null, Set.of()),
            new AuditFilter(large.id(), Set.of(), COMMON, Set.of(), "198.51.100.7", null, middle, "no", Set.of()),
            new AuditFilter(null, Set.of(), null, Set.of(), null, middle, middle.plusSeconds(30), null, Set.of())
        }) {
            Slice first = slice(large, filter, null, null);
            if (first.older() != null) {
                slice(large, filter, first.older(), null);
            }
        }
        assertThat(rows.above(SCANNED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void appendsByAKey(String plan) {
        rows.plan(plan);
        world.tell(s -> s.audit().append(AccountEvent.of("thing.done", large, null)));
        assertThat(rows.above(PAGE)).isEmpty();
    }

    /** What the background does to one chain is a piece, however long that is and however many others there are. */
    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void verifiesAndErasesByThePiece(String plan) {
        rows.plan(plan);
        UUID chain = large.requireAccount().value();
        AuditSettings settings = new AuditSettings(Optional.of(Duration.ofDays(1)), Duration.ofHours(1), Duration.ZERO);
        world.tell(s -> {
            AuditChecks checks = new AuditChecks(s.em(), world.ring(), settings, world.clock());
            checks.claim();
            checks.verify(chain);
            AuditRetention retention =
                    new AuditRetention(s.em(), world.ring(), s.audit()::append, settings, world.clock());
            retention.claim();
            retention.erase(chain);
            new AuditBadges(s.em(), world.ring()).get(large);
            new AuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append).offerActors(large);
        });
        assertThat(rows.above(4 * AuditChecks.PIECE)).isEmpty();
    }

    private Slice slice(Caller caller, AuditFilter filter, Long before, Long after) {
        return world.ask(s -> new AuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append)
                .getSlice(caller, filter, before, after));
    }

    private static AuditFilter filter(UUID actor, String code, String address) {
        return new AuditFilter(actor, Set.of(), code, Set.of(), address, null, null, null, Set.of());
    }
}
