package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.gate.GateReader;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a regenerate that keeps the old token for a while: two live at most, and each of them as long as was said. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenOverlapTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @Parameter
    TestDatabase database;

    private World world;
    private GateReader gate;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        gate = new GateReader(world);
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    @Test
    void theOldTokenLivesUntilItsEndByTheDatabasesTime() {
        Caller owner = enabled();
        String old = token(owner);
        UUID oldId = on(owner).tokenId();
        Instant before = world.ask(s -> DatabaseTime.now(s.em()));

        regenerate(owner, HOUR);

        assertThat(gate.passes(old)).isTrue();
        assertThat(gate.passes(token(owner))).isTrue();
        assertThat(token(owner)).isNotEqualTo(old);
        ApiStatus.Overlap overlap = on(owner).overlap();
        assertThat(overlap.tokenId()).isEqualTo(oldId);
        assertThat(overlap.tokenHint()).isEqualTo(old.substring(old.length() - 4));
        assertThat(overlap.until()).isCloseTo(before.plus(HOUR), within(1, ChronoUnit.MINUTES));
        assertThat(audited(owner, "token.regenerated")).isEqualTo(1);
        assertThat(count("retired_token", owner)).isZero();

        endTime(owner);
        assertThat(gate.passes(old)).isFalse();
        assertThat(gate.passes(token(owner))).isTrue();
        assertThat(on(owner).overlap())
                .as("over, though nobody has cleaned up yet")
                .isNull();
    }

    @Test
    void anyOlderTokenDiesAtOnce() {
        Caller owner = enabled();
        String first = token(owner);
        regenerate(owner, Duration.ofDays(7));
        String second = token(owner);

        regenerate(owner, HOUR);

        assertThat(gate.passes(first)).isFalse();
        assertThat(gate.passes(second)).isTrue();
        assertThat(gate.passes(token(owner))).isTrue();
        assertThat(count("auth_token", owner)).isEqualTo(2);
    }

    @Test
    void withoutAnOverlapBothOlderOnesDie() {
        Caller owner = enabled();
        String first = token(owner);
        regenerate(owner, Duration.ofDays(7));
        String second = token(owner);

        regenerate(owner, Duration.ZERO);

        assertThat(gate.passes(first)).isFalse();
        assertThat(gate.passes(second)).isFalse();
        assertThat(on(owner).overlap()).isNull();
        assertThat(count("auth_token", owner)).isEqualTo(1);
        assertThat(count("retired_token", owner)).isEqualTo(2);
    }

    @Test
    void disablingEndsBoth() {
        Caller owner = enabled();
        String first = token(owner);
        regenerate(owner, HOUR);
        String second = token(owner);

        world.tell(s -> s.apiAccesses().disable(owner, on(owner).enablingId()));

        assertThat(gate.passes(first)).isFalse();
        assertThat(gate.passes(second)).isFalse();
        assertThat(count("auth_token", owner)).isZero();
    }

    @Test
    void endsEarlyOnceAndSaysWhoDidIt() {
        Caller owner = enabled();
        String old = token(owner);
        regenerate(owner, HOUR);
        UUID oldId = on(owner).overlap().tokenId();
        long tick = tick();

        world.tell(s -> s.apiAccesses().endOverlap(owner, oldId));

        assertThat(gate.passes(old)).isFalse();
        assertThat(gate.passes(token(owner))).isTrue();
        assertThat(on(owner).overlap()).isNull();
        assertThat(tick()).isEqualTo(tick + 1);
        assertThatThrownBy(() -> world.tell(s -> s.apiAccesses().endOverlap(owner, oldId)))
                .isInstanceOfSatisfying(ApiChanged.class, changed -> {
                    assertThat(changed.change()).isEqualTo(ApiAccess.Change.OVERLAP_ENDED);
                    assertThat(changed.changedBy()).isEqualTo(owner.id());
                });
        assertThat(audited(owner, "token.overlap.ended")).isEqualTo(1);
        assertThat(count("retired_token", owner)).isEqualTo(1);
    }

    @Test
    void aFormFromBeforeTheEndByTimeIsToldOfThatEnd() {
        Caller owner = enabled();
        regenerate(owner, HOUR);
        UUID oldId = on(owner).overlap().tokenId();
        endTime(owner);

        assertEndedByTime(owner, oldId);
        world.tell(s -> s.overlapCleanup().retireExpired(owner.requireAccount()));
        assertEndedByTime(owner, oldId);
        assertThat(audited(owner, "token.overlap.ended")).isZero();
    }

    @Test
    void neverEndsTheCurrentTokenOrAnotherAccounts() {
        Caller owner = enabled();
        Caller other = enabled();
        String kept = token(other);
        regenerate(other, HOUR);

        assertChanged(owner, on(owner).tokenId());
        assertChanged(owner, on(other).overlap().tokenId());
        assertChanged(owner, UUID.randomUUID());

        assertThat(gate.passes(token(owner))).isTrue();
        assertThat(gate.passes(kept)).isTrue();
    }

    @Test
    void aTokenWhoseTimeIsOverIsRetiredByOneNode() throws Exception {
        Caller owner = enabled();
        String old = token(owner);
        regenerate(owner, HOUR);
        Caller unconcerned = enabled();
        regenerate(unconcerned, HOUR);
        endTime(owner);
        long tick = tick();
        AccountId account = owner.requireAccount();

        assertThat(due()).contains(account).doesNotContain(unconcerned.requireAccount());
        List<Future<Void>> all;
        try (World otherNode = world.anotherNode()) {
            all = AtOnce.run(List.of(
                    () -> world.tell(s -> s.overlapCleanup().retireExpired(account)),
                    () -> otherNode.tell(s -> s.overlapCleanup().retireExpired(account))));
        }

        assertThat(AtOnce.succeeded(all)).isEqualTo(2);
        assertThat(count("auth_token", owner)).isEqualTo(1);
        assertThat(count("retired_token", owner)).isEqualTo(1);
        assertThat(audited(owner, "token.overlap.over")).isEqualTo(1);
        assertThat(tick()).isEqualTo(tick + 1);
        assertThat(gate.passes(old)).isFalse();
        assertThat(due()).doesNotContain(account);
        assertThat(count("auth_token", unconcerned)).isEqualTo(2);
    }

    @Test
    void anOverdueTokenIsRetiredByTheNextRegenerateToo() {
        Caller owner = enabled();
        String first = token(owner);
        regenerate(owner, HOUR);
        endTime(owner);
        String second = token(owner);

        regenerate(owner, HOUR);

        assertThat(gate.passes(first)).isFalse();
        assertThat(gate.passes(second)).isTrue();
        assertThat(count("auth_token", owner)).isEqualTo(2);
        assertThat(count("retired_token", owner)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1S", "P31D", "PT720H0.000000001S"})
    void keepsForThirtyDaysAtMost(Duration wrong) {
        Caller owner = enabled();
        UUID current = on(owner).tokenId();

        assertThatThrownBy(() -> regenerate(owner, wrong)).isInstanceOf(IllegalArgumentException.class);
        assertThat(on(owner).tokenId()).isEqualTo(current);
    }

    private void regenerate(Caller caller, Duration keepOldFor) {
        world.tell(s -> s.apiAccesses().regenerate(caller, on(caller).tokenId(), keepOldFor));
    }

    private Set<AccountId> due() {
        return world.ask(s -> s.overlapCleanup().findDue());
    }

    private void assertChanged(Caller caller, UUID token) {
        assertThatThrownBy(() -> world.tell(s -> s.apiAccesses().endOverlap(caller, token)))
                .isInstanceOf(ApiChanged.class);
    }

    private void assertEndedByTime(Caller caller, UUID token) {
        assertThatThrownBy(() -> world.tell(s -> s.apiAccesses().endOverlap(caller, token)))
                .isInstanceOfSatisfying(ApiChanged.class, changed -> {
                    assertThat(changed.change()).isEqualTo(ApiAccess.Change.OVERLAP_OVER);
                    assertThat(changed.changedBy()).isNull();
                });
    }

    /** As if the end had come. */
    private void endTime(Caller caller) {
        world.tell(s -> s.em().createNativeQuery(
                        "update auth_token set expires_at = current_timestamp where account_id = ?1 and expires_at is not null")
                .setParameter(1, caller.account().value())
                .executeUpdate());
    }

    private Caller enabled() {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        return owner;
    }

    private ApiStatus.Enabled on(Caller caller) {
        return (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(caller));
    }

    private String token(Caller caller) {
        return world.ask(s -> s.apiAccesses().revealToken(caller)).reveal();
    }

    private long tick() {
        return world.ask(s -> ((Number) s.em().createNativeQuery("select tick from change_clock")
                        .getSingleResult())
                .longValue());
    }

    private long count(String table, Caller caller) {
        return world.count("select count(*) from " + table + " where account_id = ?1", caller);
    }

    private long audited(Caller caller, String code) {
        return world.count("select count(*) from audit_entry where account_id = ?1 and code = '" + code + "'", caller);
    }
}
