package io.saltgate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From what the gate tells to what the pages show, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageTest {

    private static final RefusedCall CALL = new RefusedCall("198.51.100.7 (client)", "GET", "/documents", "curl/8");
    private static final IPAddress HOME = address("198.51.100.7");
    private static final IPAddress AWAY = address("2001:db8::1");

    @Parameter
    TestDatabase database;

    private World world;
    private Node node;
    private Caller owner;
    private UUID account;
    private TokenCalls calls;
    private final UUID token = new UUID(7, 1);

    /** One node's counting and writing. */
    private final class Node {
        final UsageRecorder usage = new UsageRecorder(world.clock());
        final UsageWriter writer;

        Node(DataSource dataSource) {
            writer = new UsageWriter(dataSource, world.clock());
        }

        void write() {
            writer.add(usage.take());
            writer.write();
        }
    }

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    @BeforeEach
    void begin() {
        node = new Node(world.database().dataSource());
        owner = world.member(Role.OWNER);
        account = owner.requireAccount().value();
        calls = new TokenCalls(account, token);
    }

    @Test
    void countsByHourAndReason() {
        call(node, HOME, 3);
        node.usage.allowed(calls, AWAY, true);
        refuse(node, AWAY, Outcome.API_PAUSED, 2);
        node.write();
        world.clock().turn(Duration.ofHours(2));
        call(node, HOME, 4);
        refuse(node, AWAY, Outcome.TOKEN_RETIRED, 3);
        node.write();
        node.write(); // nothing twice

        Counts counts = day(owner);

        assertThat(counts.steps()).hasSize(24);
        assertThat(counts.steps().get(23).allowed()).isEqualTo(4);
        assertThat(counts.steps().get(23).refused()).isEqualTo(3);
        assertThat(counts.steps().get(21).allowed()).isEqualTo(4);
        assertThat(counts.steps().get(21).refused()).isEqualTo(2);
        assertThat(counts.allowed()).isEqualTo(8);
        assertThat(counts.wouldRefuse()).isEqualTo(1);
        assertThat(counts.reasons())
                .containsExactly(new Counts.Reason(Outcome.TOKEN_RETIRED, 3), new Counts.Reason(Outcome.API_PAUSED, 2));
        Counts month = world.ask(s -> s.usage().getCounts(owner, Span.MONTH));
        assertThat(month.steps()).hasSize(30);
        assertThat(month.allowed()).isEqualTo(8);
        Counts week = world.ask(s -> s.usage().exportCounts(owner, Span.WEEK));
        assertThat(week.steps()).hasSize(28);
        assertThat(week.steps().getLast().began().atOffset(ZoneOffset.UTC).getHour() % 6)
                .isZero();
        assertThat(week.until()).isAfter(world.clock().instant());
        assertThat(week.allowed()).isEqualTo(8);
    }

    @Test
    void tellsCallersOfEachTokenApart() {
        UUID other = new UUID(7, 2);
        call(node, HOME, 2);
        node.usage.allowed(new TokenCalls(account, other), HOME, false);
        node.usage.allowed(calls, null, true);
        refuse(node, AWAY, Outcome.ADDRESS_NOT_WHITELISTED, 5);
        var began = world.clock().instant();
        node.write();
        world.clock().turn(Duration.ofDays(3));
        call(node, HOME, 1);
        node.write();

        List<Usage.CallerLine> lines = callers(owner, 30);

        assertThat(lines)
                .extracting(Usage.CallerLine::token, Usage.CallerLine::address, Usage.CallerLine::allowed)
                .containsExactlyInAnyOrder(
                        tuple(token, "198.51.100.7", 3L),
                        tuple(other, "198.51.100.7", 1L),
                        tuple(token, "-", 0L),
                        tuple(token, "2001:db8::1", 0L));
        assertThat(lines.getFirst().lastSeen())
                .isAfter(lines.getFirst().firstSeen().plus(Duration.ofDays(2)));
        assertThat(lines.getFirst().firstSeen()).isBetween(began.minusSeconds(1), began.plusSeconds(1));
        assertThat(callers(owner, 3))
                .singleElement()
                .satisfies(line -> assertThat(line.allowed()).isEqualTo(1));
        assertThat(lastUse(owner, other).orElseThrow().address()).isEqualTo("198.51.100.7");
        assertThat(lastUse(owner, new UUID(7, 3))).isEmpty();
    }

    // B31
    @Test
    void aRefusedCallIsNoUseOfAToken() {
        call(node, HOME, 1);
        node.write();
        CallSummary.LastCall before = lastUse(owner, token).orElseThrow();
        world.clock().turn(Duration.ofMinutes(5));
        refuse(node, HOME, Outcome.TOKEN_RETIRED, 3);
        refuse(node, AWAY, Outcome.TOKEN_RETIRED, 3);
        node.write();

        assertThat(lastUse(owner, token)).contains(before);
        assertThat(day(owner).refused()).isEqualTo(6);

        world.clock().turn(Duration.ofMinutes(5));
        call(node, AWAY, 1);
        refuse(node, HOME, Outcome.TOKEN_RETIRED, 1);
        node.write();
        assertThat(lastUse(owner, token).orElseThrow().address()).isEqualTo("2001:db8::1");
        assertThat(lastUse(owner, token).orElseThrow().at()).isAfter(before.at());
    }

    @Test
    void showsNobodyElsesCalls() {
        Caller stranger = world.member(Role.OWNER);
        call(node, HOME, 2);
        refuse(node, HOME, Outcome.API_PAUSED, 1);
        node.write();

        assertThat(day(stranger).allowed()).isZero();
        assertThat(callers(stranger, 30)).isEmpty();
        assertThat(refusals(stranger)).isEmpty();
        assertThat(lastUse(stranger, token)).isEmpty();
    }

    @Test
    void keepsTheLastHundredRefusals() {
        for (int i = 0; i < 5; i++) {
            refuse(node, HOME, i < 4 ? Outcome.API_PAUSED : Outcome.ACCOUNT_SUSPENDED, 40);
            node.write();
            world.clock().turn(Duration.ofSeconds(1));
        }

        List<RefusedCallRow> refusals = refusals(owner);

        assertThat(refusals).hasSize(100);
        assertThat(refusals.getFirst().outcome()).contains(Outcome.ACCOUNT_SUSPENDED);
        assertThat(refusals.getFirst().path()).isEqualTo("/documents");
        assertThat(refusals.getFirst().hops()).isEqualTo("198.51.100.7 (client)");
        assertThat(rows("usage_refusal where account_id = '" + account + "'")).isLessThanOrEqualTo(120);
        assertThat(day(owner).refused()).isEqualTo(200);
    }

    @Test
    void aFloodOfAddressesEndsInOneRowAndLosesNoCall() {
        for (int batch = 0; batch < 4; batch++) {
            for (int i = 0; i < 2_000; i++) {
                node.usage.allowed(calls, address("2001:db8:" + batch + "::" + Integer.toHexString(i)), false);
            }
            node.write();
        }

        List<Usage.CallerLine> lines = callers(owner, 30);

        assertThat(lines).hasSizeBetween(Backlog.MAX_CALLERS, Backlog.MAX_CALLERS + 1);
        assertThat(lines.stream().mapToLong(Usage.CallerLine::allowed).sum()).isEqualTo(8_000);
        assertThat(lines.stream().filter(Usage.CallerLine::isOthers)).singleElement();
    }

    @Test
    void aFloodOfRefusalsIsCountedAndNotKept() {
        int[] described = {0};
        for (int i = 0; i < 100_000; i++) {
            node.usage.refusedUnattributed(HOME, Outcome.TOKEN_UNKNOWN, () -> {
                described[0]++;
                return CALL;
            });
        }
        node.write();

        assertThat(described[0]).isEqualTo(Batch.MAX_REFUSALS);
        assertThat(world.ask(s -> s.unattributed().getCounts(owner, Span.DAY)).refused())
                .isGreaterThanOrEqualTo(100_000);
        List<RefusedCallRow> kept = world.ask(s -> s.unattributed().getRefusals(owner));
        assertThat(kept).hasSize(100);
    }

    @Test
    void nodesThatWriteTheSameRowsAtOnceLoseNothing() throws Exception {
        List<Caller> owners =
                IntStream.range(0, 20).mapToObj(i -> world.member(Role.OWNER)).toList();
        List<Node> nodes = IntStream.range(0, 6)
                .mapToObj(i -> new Node(world.database().dataSource()))
                .toList();

        for (int round = 0; round < 5; round++) {
            assertThat(AtOnce.failures(AtOnce.run(nodes.stream()
                            .map(each -> (Runnable) () -> callAll(each, owners))
                            .toList())))
                    .isEmpty();
        }
        nodes.forEach(Node::write);

        for (Caller each : owners) {
            Counts counts = day(each);
            assertThat(counts.allowed()).isEqualTo(30);
            assertThat(counts.refused()).isEqualTo(30);
            assertThat(callers(each, 1))
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line.allowed() + line.refused()).isEqualTo(60));
            assertThat(refusals(each)).hasSize(30);
        }
    }

    @Test
    void whatComesWhileTheDatabaseIsAwayIsWrittenLater() {
        AtomicBoolean away = new AtomicBoolean(true);
        Node cut = new Node(sometimesAway(away));
        call(cut, HOME, 2);
        refuse(cut, HOME, Outcome.API_PAUSED, 1);
        cut.write();
        call(cut, HOME, 3);
        cut.write();
        assertThat(day(owner).allowed()).isZero();

        away.set(false);
        cut.write();

        assertThat(day(owner).allowed()).isEqualTo(5);
        assertThat(refusals(owner)).hasSize(1);
    }

    @Test
    void forgetsWhatIsOlderThanThirtyDays() {
        call(node, HOME, 2);
        refuse(node, HOME, Outcome.API_PAUSED, 1);
        node.usage.troubled(AddressTrouble.NOT_SENT, () -> "10.0.0.1 (gateway)");
        node.write();
        world.tell(s -> s.usageCleanup().deleteSome());
        assertThat(refusals(owner)).hasSize(1);

        assertThat(behind()).isZero();
        world.clock().turn(Duration.ofDays(32));
        assertThat(behind()).isBetween(Duration.ofDays(1), Duration.ofDays(3));
        world.tell(s -> s.usageCleanup().deleteSome());
        assertThat(behind()).isZero();

        for (String table : List.of("usage_hour", "usage_caller", "usage_refusal", "usage_stranger_hour")) {
            assertThat(rows(table)).as(table).isZero();
        }
        assertThat(rows("address_trouble")).isZero();
    }

    @Test
    void forgetsAddressesSoonerWhereThatIsConfigured() {
        call(node, HOME, 2);
        refuse(node, HOME, Outcome.API_PAUSED, 1);
        node.usage.troubled(AddressTrouble.NOT_SENT, () -> "10.0.0.1 (gateway)");
        node.write();
        world.clock().turn(Duration.ofDays(9));
        UsageSettings aWeek = new UsageSettings(Duration.ofDays(7));
        world.tell(s -> new UsageCleanup(s.em(), aWeek, world.clock()).deleteSome());

        for (String table : List.of("usage_caller", "usage_refusal", "address_trouble")) {
            assertThat(rows(table)).as(table).isZero();
        }
        assertThat(rows("usage_hour")).as("counts without addresses").isPositive();
        world.clock().turn(Duration.ofDays(32));
        world.tell(s -> s.usageCleanup().deleteSome());
        assertThat(rows("usage_hour")).isZero();
    }

    private Duration behind() {
        return world.ask(s -> s.usage().getBehind(owner));
    }

    @Test
    void remembersTroubleWithAnExample() {
        node.usage.troubled(AddressTrouble.UNCONFIGURED_PROXY, () -> "10.0.0.9 (client)");
        node.usage.troubled(AddressTrouble.UNCONFIGURED_PROXY, () -> "not asked for");
        node.write();
        node.usage.troubled(AddressTrouble.UNCONFIGURED_PROXY, () -> "10.0.0.8 (client)");
        node.write();

        assertThat(troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.calls()).isEqualTo(3);
            assertThat(trouble.example()).isEqualTo("10.0.0.8 (client)");
        });
        world.clock().turn(Duration.ofHours(25));
        assertThat(troubles()).isEmpty();
    }

    private List<Usage.CallerLine> callers(Caller caller, int days) {
        return world.ask(s -> s.usage().getCallers(caller, days));
    }

    private List<RefusedCallRow> refusals(Caller caller) {
        return world.ask(s -> s.usage().getRefusals(caller));
    }

    private Optional<CallSummary.LastCall> lastUse(Caller caller, UUID of) {
        return world.ask(s -> s.usage().findLastUse(caller, of));
    }

    private Counts day(Caller caller) {
        return world.ask(s -> s.usage().getCounts(caller, Span.DAY));
    }

    private List<UnattributedCalls.Trouble> troubles() {
        return world.ask(s -> s.unattributed().getTroubles(owner));
    }

    private void callAll(Node at, List<Caller> owners) {
        List<Caller> mixed = new ArrayList<>(owners);
        Collections.shuffle(mixed);
        for (Caller each : mixed) {
            UUID of = each.requireAccount().value();
            at.usage.allowed(new TokenCalls(of, token), HOME, false);
            at.usage.refused(of, token, HOME, Outcome.API_PAUSED, () -> CALL);
        }
        at.write();
    }

    private void call(Node at, IPAddress from, int times) {
        for (int i = 0; i < times; i++) {
            at.usage.allowed(calls, from, false);
        }
    }

    private void refuse(Node at, IPAddress from, Outcome outcome, int times) {
        for (int i = 0; i < times; i++) {
            at.usage.refused(account, token, from, outcome, () -> CALL);
        }
    }

    private long rows(String what) {
        return world.ask(s -> Columns.number(
                s.em().createNativeQuery("select count(*) from " + what).getSingleResult()));
    }

    private DataSource sometimesAway(AtomicBoolean away) {
        DataSource real = world.database().dataSource();
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLException("away", "08006");
                    }
                    return method.invoke(real, arguments);
                });
    }

    private static IPAddress address(String text) {
        return IpAddresses.parse(text).orElseThrow();
    }
}
