package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.gate.GateReader;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything at once, from two pools as from two nodes: what is left is what some order of the actions would leave. */
class ApiAccessRacesTest {

    private static final int AT_ONCE = 20;
    private static final int ROUNDS = 50;
    private static final Duration OVERLAP = Duration.ofHours(1);

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofParallelRegenerationsFromOnePageOneHappens(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < 5; round++) {
                Caller owner = enabled(world);
                UUID seen = on(world, owner).tokenId();
                String first = token(world, owner);

                List<Future<Void>> all =
                        atOnce(AT_ONCE, i -> world.tell(s -> s.apiAccesses().regenerate(owner, seen)));

                assertThat(AtOnce.succeeded(all)).isEqualTo(1);
                assertRefusedOnlyAsChanged(all);
                assertOneLives(world, owner);
                assertThat(new GateReader(world).passes(first)).isFalse();
                assertThat(audited(world, owner, "token.regenerated")).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void parallelRegenerationsThatEachLookFirstLeaveOneToken(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            List<String> seen = Collections.synchronizedList(new ArrayList<>());

            List<Future<Void>> all = atOnce(AT_ONCE, i -> {
                UUID current = on(world, owner).tokenId();
                world.tell(s -> s.apiAccesses().regenerate(owner, current));
                seen.add(token(world, owner));
            });

            assertRefusedOnlyAsChanged(all);
            assertThat(AtOnce.succeeded(all)).isPositive();
            assertThat(audited(world, owner, "token.regenerated")).isEqualTo(AtOnce.succeeded(all));
            String current = token(world, owner);
            GateReader gate = new GateReader(world);
            assertThat(seen).allSatisfy(token -> assertThat(gate.passes(token)).isEqualTo(token.equals(current)));
            assertOneLives(world, owner);
        }
    }

    // B30
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofParallelEnablesOneHappens(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < ROUNDS; round++) {
                Caller owner = world.member(Role.OWNER);

                List<Future<Void>> all = atOnce(
                        round == 0 ? AT_ONCE : 4,
                        i -> world.tell(s -> s.apiAccesses().enable(owner, null)));

                assertThat(AtOnce.succeeded(all)).isEqualTo(1);
                assertRefusedOnlyAsChanged(all);
                assertOneLives(world, owner);
                assertThat(audited(world, owner, "api.enabled")).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofParallelDisablesOneHappensAndNothingIsLeft(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller owner = enabled(world);
            String token = token(world, owner);
            UUID enabling = on(world, owner).enablingId();

            List<Future<Void>> all =
                    atOnce(AT_ONCE, i -> world.tell(s -> s.apiAccesses().disable(owner, enabling)));

            assertThat(AtOnce.succeeded(all)).isEqualTo(1);
            assertRefusedOnlyAsChanged(all);
            assertThat(new GateReader(world).passes(token)).isFalse();
            assertThat(count(world, "auth_token", owner)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anythingAtOnceLeavesTwoTokensAtMost(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < 5; round++) {
                Caller owner = enabled(world);
                List<String> everSeen = Collections.synchronizedList(new ArrayList<>());

                List<Future<Void>> all = atOnce(AT_ONCE, i -> {
                    for (int step = 0; step < 3; step++) {
                        actAtRandom(world, owner, everSeen);
                    }
                });

                assertThat(all).allSatisfy(future -> assertThat(future.state()).isEqualTo(Future.State.SUCCESS));
                GateReader gate = new GateReader(world);
                long living = everSeen.stream().distinct().filter(gate::passes).count();
                if (world.ask(s -> s.apiAccesses().getStatus(owner)) instanceof ApiStatus.Enabled) {
                    boolean overlap = on(world, owner).overlap() != null;
                    assertThat(count(world, "auth_token", owner)).isEqualTo(overlap ? 2 : 1);
                    assertThat(gate.passes(token(world, owner))).isTrue();
                    assertThat(living).isLessThanOrEqualTo(overlap ? 2 : 1);
                } else {
                    assertThat(living).isZero();
                    assertThat(count(world, "auth_token", owner)).isZero();
                }
                assertTicksHaveNoGaps(world);
                assertChainHolds(world, owner);
            }
        }
    }

    /**
     * Fifty times: a regenerate that keeps the old token, one that doesn't, an end and a disable, each from one page.
     */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whateverMeetsAnOverlapTwoTokensLiveAtMost(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World otherNode = world.anotherNode()) {
            GateReader gate = new GateReader(world);
            for (int round = 0; round < ROUNDS; round++) {
                boolean withDisable = round % 5 == 0;
                Caller owner = enabled(world);
                String first = token(world, owner);
                world.tell(
                        s -> s.apiAccesses().regenerate(owner, on(world, owner).tokenId(), OVERLAP));
                String second = token(world, owner);
                ApiStatus.Enabled seen = on(world, owner);
                UUID old = seen.overlap().tokenId();
                List<Runnable> all = new ArrayList<>(List.of(
                        () -> world.tell(s -> s.apiAccesses().regenerate(owner, seen.tokenId(), OVERLAP)),
                        () -> otherNode.tell(s -> s.apiAccesses().regenerate(owner, seen.tokenId())),
                        () -> world.tell(s -> s.apiAccesses().endOverlap(owner, old)),
                        () -> otherNode.tell(s -> s.apiAccesses().endOverlap(owner, old))));
                if (withDisable) {
                    all.add(() -> world.tell(s -> s.apiAccesses().disable(owner, seen.enablingId())));
                }

                List<Future<Void>> done = AtOnce.run(all);

                assertRefusedOnlyAsChanged(done);
                long ended = audited(world, owner, "token.overlap.ended");
                assertThat(ended).isLessThanOrEqualTo(1);
                assertThat(gate.passes(first)).as("ended or regenerated over").isFalse();
                if (withDisable) {
                    assertThat(count(world, "auth_token", owner)).isZero();
                    assertThat(gate.passes(second)).isFalse();
                    continue;
                }
                assertThat(audited(world, owner, "token.regenerated")).isEqualTo(2);
                boolean kept = done.getFirst().state() == Future.State.SUCCESS;
                assertThat(gate.passes(second)).isEqualTo(kept);
                assertThat(count(world, "auth_token", owner)).isEqualTo(kept ? 2 : 1);
                assertThat(count(world, "auth_token", owner) + count(world, "retired_token", owner))
                        .isEqualTo(3);
                assertThat(gate.passes(token(world, owner))).isTrue();
            }
            assertTicksHaveNoGaps(world);
        }
    }

    private static void actAtRandom(World world, Caller owner, List<String> everSeen) {
        try {
            ApiStatus status = world.ask(s -> s.apiAccesses().getStatus(owner));
            switch (status) {
                case ApiStatus.Off off -> world.tell(s -> s.apiAccesses().enable(owner, off.changeId()));
                case ApiStatus.Enabled on -> {
                    switch (ThreadLocalRandom.current().nextInt(7)) {
                        case 0 -> world.tell(s -> s.apiAccesses().disable(owner, on.enablingId()));
                        case 1 -> world.tell(s -> s.apiAccesses().pause(owner, on.enablingId()));
                        case 2 -> world.tell(s -> s.apiAccesses().resume(owner, on.enablingId()));
                        case 3 -> everSeen.add(token(world, owner));
                        case 4 -> world.tell(s -> s.apiAccesses().regenerate(owner, on.tokenId(), OVERLAP));
                        case 5 -> {
                            if (on.overlap() != null) {
                                world.tell(s -> s.apiAccesses()
                                        .endOverlap(owner, on.overlap().tokenId()));
                            }
                        }
                        default -> world.tell(s -> s.apiAccesses().regenerate(owner, on.tokenId()));
                    }
                }
            }
        } catch (ApiChanged e) {
            // Somebody else was first: the answer that the page turns into 409.
        }
    }

    private static List<Future<Void>> atOnce(int times, Consumer<Integer> action) throws Exception {
        return AtOnce.run(IntStream.range(0, times)
                .<Runnable>mapToObj(i -> () -> action.accept(i))
                .toList());
    }

    private static void assertRefusedOnlyAsChanged(List<Future<Void>> all) {
        assertThat(AtOnce.failures(all))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(ApiChanged.class));
    }

    private static void assertOneLives(World world, Caller owner) {
        assertThat(count(world, "auth_token", owner)).isEqualTo(1);
        String token = token(world, owner);
        assertThat(new GateReader(world).passes(token)).isTrue();
    }

    private static void assertTicksHaveNoGaps(World world) {
        Object[] row = world.ask(s -> (Object[]) s.em().createNativeQuery(
                        "select count(*), coalesce(max(tick), 0), (select tick from change_clock) from change_feed")
                .getSingleResult());
        assertThat(((Number) row[0]).longValue()).isEqualTo(((Number) row[1]).longValue());
        assertThat(((Number) row[2]).longValue()).isEqualTo(((Number) row[1]).longValue());
    }

    private static void assertChainHolds(World world, Caller owner) {
        List<?> rows = world.ask(s -> s.em().createNativeQuery(
                        "select seq, previous_hash, hash from audit_entry where chain_id = ?1 order by seq")
                .setParameter(1, owner.account().value())
                .getResultList());
        String last = "";
        long seq = 0;
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            assertThat(((Number) columns[0]).longValue()).isEqualTo(++seq);
            assertThat(columns[1]).isEqualTo(last);
            last = (String) columns[2];
        }
    }

    private static Caller enabled(World world) {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        return owner;
    }

    private static ApiStatus.Enabled on(World world, Caller caller) {
        return (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(caller));
    }

    private static String token(World world, Caller caller) {
        return world.ask(s -> s.apiAccesses().revealToken(caller)).reveal();
    }

    private static long count(World world, String table, Caller caller) {
        return world.ask(
                s -> ((Number) s.em().createNativeQuery("select count(*) from " + table + " where account_id = ?1")
                                .setParameter(1, caller.account().value())
                                .getSingleResult())
                        .longValue());
    }

    private static long audited(World world, Caller caller, String code) {
        return world.ask(s -> ((Number)
                        s.em().createNativeQuery("select count(*) from audit_entry where account_id = ?1 and code = ?2")
                                .setParameter(1, caller.account().value())
                                .setParameter(2, code)
                                .getSingleResult())
                .longValue());
    }
}
