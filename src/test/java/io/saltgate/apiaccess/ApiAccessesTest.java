package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.gate.GateReader;
import io.saltgate.gate.GateState;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiAccessesTest {

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
    void isOffAtFirst() {
        Caller owner = world.member(Role.OWNER);

        assertThat(status(owner)).isEqualTo(new ApiStatus.Off(null));
    }

    @Test
    void enablingMakesTokenAndSalt() {
        Caller owner = enabled();

        assertThat(token(owner)).matches("sg_[0-9A-Za-z]{49}");
        assertThat(salt(owner)).matches("[0-9A-Za-z]{43}");
        assertThat(gate.passes(token(owner))).isTrue();
        assertThat(on(owner).enabled().by()).isEqualTo(owner.id());
    }

    @Test
    void enablingTwiceFromOneFormDoesNothingTheSecondTime() {
        Caller owner = enabled();
        String token = token(owner);

        assertThatThrownBy(() -> world.tell(s -> s.apiAccesses().enable(owner, null)))
                .isInstanceOfSatisfying(ApiChanged.class, changed -> {
                    assertThat(changed.change()).isEqualTo(ApiAccess.Change.ENABLED);
                    assertThat(changed.changedBy()).isEqualTo(owner.id());
                });
        assertThat(token(owner)).isEqualTo(token);
    }

    @Test
    void anEnableFormFromBeforeADisableDoesNothing() {
        Caller owner = enabled();
        world.tell(s -> s.apiAccesses().disable(owner, on(owner).enablingId()));

        assertThatThrownBy(() -> world.tell(s -> s.apiAccesses().enable(owner, null)))
                .isInstanceOf(ApiChanged.class);
        assertThat(status(owner)).isInstanceOf(ApiStatus.Off.class);
    }

    @Test
    void regeneratingKillsTheOldTokenAndKeepsTheSalt() {
        Caller owner = enabled();
        String old = token(owner);
        String salt = salt(owner);

        world.tell(s -> s.apiAccesses().regenerate(owner, on(owner).tokenId()));

        assertThat(gate.passes(old)).isFalse();
        assertThat(gate.passes(token(owner))).isTrue();
        assertThat(salt(owner)).isEqualTo(salt);
        assertThat(on(owner).regenerated()).isNotNull();
    }

    @Test
    void aRepeatedRegenerateFormDoesNothingTwice() {
        Caller owner = enabled();
        UUID seen = on(owner).tokenId();
        world.tell(s -> s.apiAccesses().regenerate(owner, seen));
        String token = token(owner);

        assertThatThrownBy(() -> world.tell(s -> s.apiAccesses().regenerate(owner, seen)))
                .isInstanceOf(ApiChanged.class);
        assertThat(token(owner)).isEqualTo(token);
    }

    @Test
    void disablingDeletesTokenSaltAndWhitelist() {
        Caller owner = enabled();
        String token = token(owner);
        world.tell(s -> s.whitelists().add(owner, List.of(IpRange.of("10.0.0.0/8")), "office", null));
        world.tell(s -> s.whitelists()
                .setMode(
                        owner,
                        Whitelist.Mode.ENFORCED,
                        s.whitelists().findView(owner).orElseThrow().version()));

        world.tell(s -> s.apiAccesses().disable(owner, on(owner).enablingId()));

        assertThat(gate.passes(token)).isFalse();
        assertThat(count("whitelist", owner)).isZero();
        assertThat(count("whitelist_entry", owner)).isZero();
        assertThat(count("auth_token", owner)).isZero();
        assertThat(count("retired_token", owner)).isEqualTo(1);
        assertThatThrownBy(() -> salt(owner)).isInstanceOf(ApiChanged.class);
    }

    @Test
    void disablingAndEnablingMakesANewTokenAndANewSalt() {
        Caller owner = enabled();
        String token = token(owner);
        String salt = salt(owner);
        world.tell(s -> s.apiAccesses().disable(owner, on(owner).enablingId()));
        UUID lastChange = ((ApiStatus.Off) status(owner)).changeId();

        world.tell(s -> s.apiAccesses().enable(owner, lastChange));

        assertThat(token(owner)).isNotEqualTo(token);
        assertThat(salt(owner)).isNotEqualTo(salt);
        assertThat(gate.passes(token)).isFalse();
    }

    @Test
    void pausingStopsCallsAndDeletesNothing() {
        Caller owner = enabled();
        String token = token(owner);
        UUID enabling = on(owner).enablingId();

        world.tell(s -> s.apiAccesses().pause(owner, enabling));
        assertThat(gate.state(token)).get().extracting(GateState::paused).isEqualTo(true);
        assertThatThrownBy(() -> world.tell(s -> s.apiAccesses().pause(owner, enabling)))
                .isInstanceOf(ApiChanged.class);

        world.tell(s -> s.apiAccesses().resume(owner, enabling));
        assertThat(gate.state(token)).get().extracting(GateState::paused).isEqualTo(false);
    }

    @Test
    void aTokenRegeneratedWhilePausedStaysPaused() {
        Caller owner = enabled();
        world.tell(s -> s.apiAccesses().pause(owner, on(owner).enablingId()));

        world.tell(s -> s.apiAccesses().regenerate(owner, on(owner).tokenId()));

        assertThat(gate.state(token(owner))).get().extracting(GateState::paused).isEqualTo(true);
    }

    @Test
    void everyChangeTicksOnceAndInOrder() {
        Caller owner = enabled();
        long before = tick();

        world.tell(s -> s.apiAccesses().pause(owner, on(owner).enablingId()));
        world.tell(s -> s.apiAccesses().resume(owner, on(owner).enablingId()));
        world.tell(s -> s.apiAccesses().regenerate(owner, on(owner).tokenId()));
        world.tell(s -> s.apiAccesses().disable(owner, on(owner).enablingId()));

        assertThat(tick()).isEqualTo(before + 4);
        assertThat(count("change_feed", owner)).isEqualTo(5);
    }

    @Test
    void aRevealNeedsARecentSignInAndIsAuditedFirst() {
        Caller owner = enabled();
        token(owner);
        assertThat(audited(owner, "token.copied")).isEqualTo(1);
        assertThat(on(owner).tokenCopied().by()).isEqualTo(owner.id());

        Caller late = new Caller(
                owner.kind(),
                owner.id(),
                owner.account(),
                owner.permissions(),
                world.clock().instant().minus(Duration.ofMinutes(16)),
                owner.address());
        assertThatThrownBy(() -> token(late)).isInstanceOf(RecentSignInRequired.class);
        assertThatThrownBy(() -> salt(late)).isInstanceOf(RecentSignInRequired.class);
        assertThat(audited(owner, "token.copied")).isEqualTo(1);
    }

    @Test
    void oneAccountsActionsLeaveAnotherAlone() {
        Caller acme = enabled();
        Caller other = enabled();
        String token = token(other);

        world.tell(s -> s.apiAccesses().disable(acme, on(acme).enablingId()));

        assertThat(gate.passes(token)).isTrue();
        assertThatThrownBy(() ->
                        world.tell(s -> s.apiAccesses().disable(acme, on(other).enablingId())))
                .isInstanceOf(ApiChanged.class);
        assertThatThrownBy(() -> world.tell(
                        s -> s.apiAccesses().regenerate(acme, on(other).tokenId())))
                .isInstanceOf(ApiChanged.class);
        assertThat(gate.passes(token)).isTrue();
    }

    private Caller enabled() {
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.apiAccesses().enable(owner, null));
        return owner;
    }

    private ApiStatus status(Caller caller) {
        return world.ask(s -> s.apiAccesses().getStatus(caller));
    }

    private ApiStatus.Enabled on(Caller caller) {
        return (ApiStatus.Enabled) status(caller);
    }

    private String token(Caller caller) {
        return world.ask(s -> s.apiAccesses().revealToken(caller)).reveal();
    }

    private String salt(Caller caller) {
        return world.ask(s -> s.apiAccesses().revealSalt(caller)).reveal();
    }

    private long tick() {
        return world.ask(s -> ((Number) s.em().createNativeQuery("select tick from change_clock")
                        .getSingleResult())
                .longValue());
    }

    private long count(String table, Caller caller) {
        return world.ask(
                s -> ((Number) s.em().createNativeQuery("select count(*) from " + table + " where account_id = ?1")
                                .setParameter(1, caller.account().value())
                                .getSingleResult())
                        .longValue());
    }

    private long audited(Caller caller, String code) {
        return world.ask(s -> ((Number)
                        s.em().createNativeQuery("select count(*) from audit_entry where account_id = ?1 and code = ?2")
                                .setParameter(1, caller.account().value())
                                .setParameter(2, code)
                                .getSingleResult())
                .longValue());
    }
}
