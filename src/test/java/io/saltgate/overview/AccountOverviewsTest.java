package io.saltgate.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.team.Role;
import io.saltgate.testing.StatementCounter;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.usage.CallSummary;
import io.saltgate.usage.Counts;
import io.saltgate.whitelist.IpRange;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What the overview says of an account, and with how many statements, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountOverviewsTest {

    /** Whatever the account has. */
    private static final int STATEMENTS = 10;

    @Parameter
    TestDatabase database;

    private StatementCounter statements;
    private World world;
    private Caller owner;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        TestDatabase.Opened opened = database.create();
        statements = new StatementCounter(((HikariDataSource) opened.dataSource()).getDataSource());
        world = new World(TestDatabase.open(statements.dataSource()), KeyRing.generate());
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    @BeforeEach
    void begin() {
        owner = world.member(Role.OWNER);
    }

    @Test
    void leadsFromAnApiThatIsOffToTheFirstCall() {
        assertThat(overview().isOn()).isFalse();
        assertThat(overview().isStarting()).isTrue();

        enable();
        assertThat(overview().isStarting()).isTrue();
        assertThat(overview().isTokenCopied()).isFalse();
        assertThat(overview().isFirstCallMade()).isFalse();

        addCalls(now(), "token.retired", 3);
        Instant refused = now();
        addCaller(refused, "198.51.100.7", 0);
        assertThat(overview().isFirstCallMade()).isFalse();
        assertThat(overview().calls().lastCall()).isEqualTo(new CallSummary.LastCall(refused, "198.51.100.7", false));

        world.clock().turn(Duration.ofMinutes(1));
        addCalls(now(), "allowed", 1);
        Instant allowed = now();
        addCaller(allowed, "198.51.100.8", 1);
        assertThat(overview().isFirstCallMade()).isTrue();
        assertThat(overview().isTokenCopied()).isTrue();
        assertThat(overview().isStarting()).isTrue();
        assertThat(overview().calls().lastCall()).isEqualTo(new CallSummary.LastCall(allowed, "198.51.100.8", true));

        world.clock().turn(Duration.ofHours(24));
        assertThat(overview().isStarting()).isFalse();
    }

    /** What was called before the API was disabled is no first call of the new token. */
    @Test
    void waitsForTheFirstCallAgainAfterEnablingAgain() {
        enable();
        addCalls(now(), "allowed", 1);
        addCaller(now(), "198.51.100.8", 1);
        world.clock().turn(Duration.ofMinutes(1));
        UUID enabling = ((ApiStatus.Enabled) overview().api()).enablingId();
        world.tell(s -> s.apiAccesses().disable(owner, enabling));
        world.tell(s -> s.apiAccesses().enable(owner));

        assertThat(overview().isFirstCallMade()).isFalse();
    }

    @Test
    void countsTodayAndTheDayBeforeByHour() {
        Instant today = now().truncatedTo(ChronoUnit.DAYS);
        addCalls(today, "allowed", 5);
        addCalls(today, "would.refuse", 2);
        addCalls(today, "api.paused", 3);
        addCalls(today.minus(1, ChronoUnit.HOURS), "allowed", 11);
        addCalls(today.minus(24, ChronoUnit.HOURS), "rate.limited", 13);
        addCalls(today.minus(25, ChronoUnit.HOURS), "allowed", 17);

        CallSummary calls = overview().calls();

        assertThat(calls.today()).hasSize(24);
        Counts.Step first = calls.today().getFirst();
        assertThat(first.began()).isEqualTo(today);
        assertThat(first.allowed()).isEqualTo(7);
        assertThat(first.refused()).isEqualTo(3);
        assertThat(calls.yesterday().getLast().allowed()).isEqualTo(11);
        assertThat(List.of(calls.allowedToday(), calls.refusedToday())).containsExactly(7L, 3L);
        assertThat(List.of(calls.allowedYesterday(), calls.refusedYesterday())).containsExactly(11L, 13L);
    }

    @Test
    void namesEntriesThatEndWithinAWeekTheSoonestFirst() {
        enable();
        add("10.0.0.1", Duration.ofDays(3));
        add("10.0.0.2", Duration.ofDays(1));
        add("10.0.0.3", Duration.ofDays(8));
        add("10.0.0.4", null);

        assertThat(overview().ending())
                .extracting(entry -> entry.range().toString())
                .containsExactly("10.0.0.2", "10.0.0.1");
        world.clock().turn(Duration.ofDays(2));
        assertThat(overview().ending())
                .extracting(entry -> entry.range().toString())
                .containsExactly("10.0.0.1", "10.0.0.3");
    }

    @Test
    void asksTheSameFewStatementsWhateverTheAccountHas() {
        enable();
        addCaller(now(), "198.51.100.200", 1);
        addCalls(now(), "rate.limited", 1);
        addCalls(now(), "would.refuse", 1);
        add("10.0.2.1", Duration.ofHours(1));
        int few = count();
        for (int hour = 0; hour < 700; hour++) {
            addCalls(now().truncatedTo(ChronoUnit.HOURS).minus(hour, ChronoUnit.HOURS), "allowed", hour);
        }
        IntStream.range(0, 50).forEach(i -> addCaller(now(), "198.51.100." + i, i));
        IntStream.range(0, 50).forEach(i -> add("10.0.1." + i, Duration.ofHours(i + 1)));

        assertThat(overview().ending()).hasSize(5);
        assertThat(count()).isEqualTo(few).isLessThanOrEqualTo(STATEMENTS);
    }

    private int count() {
        statements.reset();
        overview();
        return statements.count();
    }

    private AccountOverview overview() {
        return world.ask(s -> s.overviews().get(owner));
    }

    private void enable() {
        world.tell(s -> s.apiAccesses().enable(owner));
    }

    private Instant now() {
        return world.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void add(String range, Duration time) {
        Instant end = time == null ? null : now().plus(time);
        world.tell(s -> s.whitelists().add(owner, List.of(IpRange.of(range)), null, end));
    }

    private void addCalls(Instant at, String outcome, long calls) {
        write(
                "insert into usage_hour (account_id, began_at, outcome, calls) values (?1, ?2, ?3, ?4)",
                at.truncatedTo(ChronoUnit.HOURS).atOffset(ZoneOffset.UTC),
                outcome,
                calls);
    }

    private void addCaller(Instant at, String address, long allowed) {
        write(
                "insert into usage_caller (account_id, seen_on, token_id, address, first_seen_at, last_seen_at,"
                        + " last_allowed_at, allowed, would_refuse, refused) values (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7, 0, 1)",
                LocalDate.ofInstant(at, ZoneOffset.UTC),
                new UUID(7, 1),
                address,
                at.atOffset(ZoneOffset.UTC),
                (allowed > 0 ? at : Instant.EPOCH).atOffset(ZoneOffset.UTC),
                allowed);
    }

    private void write(String sql, Object... values) {
        world.tell(s -> {
            var query = s.em().createNativeQuery(sql)
                    .setParameter(1, owner.requireAccount().value());
            for (int i = 0; i < values.length; i++) {
                query.setParameter(i + 2, values[i]);
            }
            query.executeUpdate();
        });
    }
}
