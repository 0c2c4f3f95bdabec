package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.gate.GateReader;
import io.saltgate.operator.AccountProvisioning.NewAccount;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C18, B29 by key: nobody is answered with a token that is dead. */
class TokenRotationsTest {

    private static final int AT_ONCE = 20;

    /** Not all of them begin in the same millisecond: the last begin long after the first has committed. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwentyRotationsOnTwoNodesOneIsAnsweredAndItsTokenLives(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World otherNode = world.anotherNode()) {
            for (int round = 0; round < 4; round++) {
                Caller key = enabled(world);
                List<String> answered = Collections.synchronizedList(new ArrayList<>());

                List<Future<Void>> all = AtOnce.run(IntStream.range(0, AT_ONCE)
                        .<Runnable>mapToObj(i -> () -> {
                            pause(i * TokenRotations.SETTLE.toMillis() / AT_ONCE * 3 / 5);
                            answered.add(rotate(i % 2 == 0 ? world : otherNode, key, Duration.ZERO));
                        })
                        .toList());

                assertThat(AtOnce.failures(all)).hasSize(AT_ONCE - 1).hasOnlyElementsOfType(ApiChanged.class);
                assertThat(answered).hasSize(1);
                assertThat(new GateReader(world).passes(answered.getFirst())).isTrue();
                assertThat(rotations(world, key)).isEqualTo(1);
            }
        }
    }

    /** It came while the first one was not answered, and was done only afterwards: a request may wait for a thread. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aRotationThatWaitedIsRefusedLikeOneThatDidNot(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller key = enabled(world);
            rotate(world, key, Duration.ZERO);

            assertThatThrownBy(() -> world.tell(s -> s.rotations()
                            .rotate(key, s.rotations().begin(key, Duration.ofMillis(300)), null, Duration.ZERO)))
                    .isInstanceOf(ApiChanged.class);
            rotate(world, key, Duration.ZERO);
        }
    }

    /** A doubled rotation that keeps the old token leaves alone the one that the apps still have. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aDoubledRotationEndsNoTokenThatItKeeps(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Caller key = enabled(world);
            String old = rotate(world, key, Duration.ZERO);
            List<String> answered = Collections.synchronizedList(new ArrayList<>());

            List<Future<Void>> both =
                    AtOnce.run(List.of(() -> answered.add(rotate(world, key, Duration.ofDays(7))), () -> {
                        pause(100);
                        answered.add(rotate(world, key, Duration.ofDays(7)));
                    }));

            assertThat(AtOnce.failures(both)).hasSize(1).hasOnlyElementsOfType(ApiChanged.class);
            GateReader gate = new GateReader(world);
            assertThat(gate.passes(old)).isTrue();
            assertThat(gate.passes(answered.getFirst())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void oneAfterTheOtherEachHappens(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller key = enabled(world);

            String first = rotate(world, key, Duration.ZERO);
            String second = rotate(world, key, Duration.ZERO);

            assertThat(new GateReader(world).passes(first)).isFalse();
            assertThat(new GateReader(world).passes(second)).isTrue();
        }
    }

    /** Bound to a token that its caller knows, a rotation waits for nobody. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aRotationReplacesTheTokenThatItNamesAlone(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World otherNode = world.anotherNode()) {
            Caller key = enabled(world);
            UUID current = current(world, key);

            List<Future<Void>> all = AtOnce.run(IntStream.range(0, AT_ONCE)
                    .<Runnable>mapToObj(i -> () -> (i % 2 == 0 ? world : otherNode)
                            .tell(s -> s.rotations().rotate(key, Instant.now(), current, Duration.ZERO)))
                    .toList());

            assertThat(AtOnce.succeeded(all)).isEqualTo(1);
            assertThat(AtOnce.failures(all)).hasOnlyElementsOfType(ApiChanged.class);
            UUID next = current(world, key);
            assertThatThrownBy(() -> world.tell(s -> s.rotations().rotate(key, Instant.now(), current, Duration.ZERO)))
                    .isInstanceOf(ApiChanged.class);
            world.tell(s -> s.rotations().rotate(key, Instant.now(), next, Duration.ZERO));
            assertThat(rotations(world, key)).isEqualTo(2);
        }
    }

    /** A page's regenerate may come while the answer waits: it has seen that token, and the call hears of it. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aTokenThatDiesBeforeItsAnswerIsNotAnswered(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller key = enabled(world);
            ApiAccesses.Rotated rotated = world.ask(s -> s.rotations().rotate(key, Instant.now(), null, Duration.ZERO));
            world.tell(s -> s.apiAccesses().regenerate(person(key), rotated.tokenId()));

            assertThatThrownBy(() -> world.tell(s -> s.rotations().settle(key, rotated.tokenId())))
                    .isInstanceOf(ApiChanged.class);
            rotate(world, key, Duration.ZERO);
        }
    }

    /** The node that was to answer is gone: after some seconds another rotation may happen. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anAnswerThatNeverCameHoldsUpNoRotationForLong(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller key = enabled(world);
            world.tell(s -> s.rotations().rotate(key, Instant.now(), null, Duration.ZERO));
            assertThatThrownBy(() -> rotate(world, key, Duration.ZERO)).isInstanceOf(ApiChanged.class);
            assertThat(world.count(
                            "select count(*) from api_access where account_id = ?1"
                                    + " and answering_until between current_timestamp"
                                    + " and current_timestamp + interval '10' second",
                            key))
                    .isEqualTo(1);
            world.tell(s -> s.em().createNativeQuery(
                            "update api_access set answering_until = current_timestamp - interval '1' second")
                    .executeUpdate());

            rotate(world, key, Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whileTheApiIsOffThereIsNothingToRotate(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller key = account(world);
            assertThatThrownBy(() -> rotate(world, key, Duration.ZERO)).isInstanceOf(ApiChanged.class);
            world.tell(s -> s.apiAccesses().enable(key));
            assertThatThrownBy(() -> world.tell(s -> s.apiAccesses().enable(key)))
                    .isInstanceOf(ApiChanged.class);
            UUID enabling = ((ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(key))).enablingId();
            world.tell(s -> s.apiAccesses().disable(key, enabling));

            assertThatThrownBy(() -> rotate(world, key, Duration.ZERO)).isInstanceOf(ApiChanged.class);
        }
    }

    /** As the API does it. */
    private static String rotate(World node, Caller key, Duration keepOldFor) {
        ApiAccesses.Rotated rotated =
                node.ask(s -> s.rotations().rotate(key, s.rotations().begin(key, Duration.ZERO), null, keepOldFor));
        pause(TokenRotations.SETTLE.toMillis());
        node.tell(s -> s.rotations().settle(key, rotated.tokenId()));
        return rotated.token().reveal();
    }

    private static Caller enabled(World world) {
        Caller key = account(world);
        world.tell(s -> s.apiAccesses().enable(key));
        return key;
    }

    private static Caller account(World world) {
        return key(world.ask(s -> s.provisioning().create(key(null), new NewAccount("Acme", null, null, null)))
                .account()
                .id());
    }

    private static Caller key(AccountId account) {
        return new Caller(Caller.Kind.OPERATOR_KEY, new UUID(0, 7), account, Set.of(), Instant.EPOCH, "198.51.100.7");
    }

    private static Caller person(Caller of) {
        return new Caller(Caller.Kind.SYSTEM, null, of.account(), Set.of(), null, null);
    }

    private static UUID current(World world, Caller key) {
        return ((ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(key))).tokenId();
    }

    private static long rotations(World world, Caller key) {
        return world.count(
                "select count(*) from audit_entry where account_id = ?1 and code = 'token.regenerated'", key);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
