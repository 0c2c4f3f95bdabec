package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.gate.GateReader;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.OperatorCaller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An operator ends all tokens that a restore has brought back. */
class RestoredTokensTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void endsWhatIsOlderAndLeavesWhatIsNewer(TestDatabase kind) {
        try (World world = new World(kind)) {
            GateReader gate = new GateReader(world);
            Caller operator = OperatorCaller.in(world);
            Caller plain = enabled(world);
            Caller overlapping = enabled(world);
            String oldest = token(world, overlapping);
            regenerate(world, overlapping, Duration.ofHours(1));
            Caller renewed = enabled(world);
            String kept = token(world, renewed);
            Caller off = world.member(Role.OWNER);
            List<String> dead = List.of(token(world, plain), oldest, token(world, overlapping), kept);
            world.clock().turn(Duration.ofMinutes(1));
            Instant before = world.clock().instant();
            world.clock().turn(Duration.ofMinutes(1));
            regenerate(world, renewed, Duration.ofHours(1));
            Caller later = enabled(world);
            List<String> alive = List.of(token(world, renewed), token(world, later));
            assertThat(count(world, operator, before)).isEqualTo(3);

            List<AccountId> done = regenerateAll(world, operator, before);

            assertThat(done)
                    .containsExactlyInAnyOrder(
                            plain.requireAccount(), overlapping.requireAccount(), renewed.requireAccount())
                    .doesNotContain(off.requireAccount());
            assertThat(dead).noneMatch(gate::passes);
            assertThat(alive).allMatch(gate::passes);
            assertThat(token(world, renewed)).as("a token of today stays").isEqualTo(alive.getFirst());
            assertThat(gate.passes(token(world, plain))).isTrue();
            assertThat(gate.passes(token(world, overlapping))).isTrue();
            assertThat(audited(world, plain)).containsExactly("token.regenerated OPERATOR");
            assertThat(audited(world, renewed)).containsExactly("token.overlap.ended OPERATOR");
            assertThat(count(world, operator, before)).isZero();
            assertThat(regenerateAll(world, operator, before))
                    .as("once more changes nothing")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwoNodesAtOnceOneRegeneratesEachAccount(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World other = world.anotherNode()) {
            Caller operator = OperatorCaller.in(world);
            List<Caller> owners =
                    IntStream.range(0, 10).mapToObj(i -> enabled(world)).toList();
            world.clock().turn(Duration.ofMinutes(1));
            Instant before = world.clock().instant();
            world.clock().turn(Duration.ofMinutes(1));

            assertThat(AtOnce.failures(AtOnce.run(List.of(
                            () -> regenerateAll(world, operator, before),
                            () -> regenerateAll(other, operator, before)))))
                    .isEmpty();

            assertThat(owners)
                    .allSatisfy(
                            owner -> assertThat(audited(world, owner)).containsExactly("token.regenerated OPERATOR"));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void asksForARecentSignIn(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller operator = OperatorCaller.in(world);
            world.clock().turn(Duration.ofMinutes(20));
            Instant now = world.clock().instant();
            assertThatThrownBy(() -> world.ask(s -> s.restoredTokens().regenerateNext(operator, now, null)))
                    .isInstanceOf(RecentSignInRequired.class);
        }
    }

    private static List<AccountId> regenerateAll(World world, Caller operator, Instant before) {
        List<AccountId> done = new ArrayList<>();
        for (Optional<AccountId> next = next(world, operator, before, null);
                next.isPresent();
                next = next(world, operator, before, done.getLast())) {
            done.add(next.get());
        }
        return done;
    }

    private static long count(World world, Caller operator, Instant before) {
        return world.ask(s -> s.restoredTokens().count(operator, before));
    }

    private static Optional<AccountId> next(World world, Caller operator, Instant before, AccountId after) {
        return world.ask(s -> s.restoredTokens().regenerateNext(operator, before, after));
    }

    private static Caller enabled(World world) {
        Caller owner = world.member(Role.OWNER);
        world.ask(s -> s.apiAccesses().enable(owner, null));
        return owner;
    }

    private static void regenerate(World world, Caller owner, Duration keepOldFor) {
        world.ask(s -> s.apiAccesses()
                .regenerate(owner, ((ApiStatus.Enabled) s.apiAccesses().getStatus(owner)).tokenId(), keepOldFor));
    }

    private static String token(World world, Caller owner) {
        Caller fresh = new Caller(
                owner.kind(),
                owner.id(),
                owner.account(),
                owner.permissions(),
                world.clock().instant(),
                null);
        return world.ask(s -> s.apiAccesses().revealToken(fresh)).reveal();
    }

    /** What operators did to the account. */
    private static List<String> audited(World world, Caller owner) {
        List<?> codes = world.ask(s -> s.em().createNativeQuery("select code || ' ' || actor_kind from audit_entry"
                        + " where account_id = ?1 and actor_kind = 'OPERATOR' order by seq")
                .setParameter(1, owner.requireAccount().value())
                .getResultList());
        return codes.stream().map(String.class::cast).toList();
    }
}
