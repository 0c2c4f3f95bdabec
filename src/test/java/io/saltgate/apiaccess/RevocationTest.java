package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.gate.GateReader;
import io.saltgate.gate.GateState;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What was revoked is dead: on other nodes, for nodes that start later, and whichever way it was revoked. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationTest {

    @Parameter
    TestDatabase database;

    private World world;
    private World otherNode;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        otherNode = world.anotherNode();
    }

    @AfterParameterizedClassInvocation
    void close() {
        otherNode.close();
        world.close();
    }

    /** B27 */
    @Test
    void whatOneNodeHasServedAnotherRevokesForBoth() {
        Caller owner = enabled();
        String token = token(owner);
        assertThat(new GateReader(world).passes(token)).isTrue();
        assertThat(new GateReader(otherNode).passes(token)).isTrue();

        otherNode.tell(s -> s.apiAccesses().regenerate(owner, on(owner).tokenId()));

        assertThat(new GateReader(world).passes(token)).isFalse();
        assertThat(new GateReader(otherNode).passes(token)).isFalse();
    }

    /** B28 */
    @Test
    void whatWasRevokedStaysSoForANodeThatStartsLater() {
        Caller regenerated = enabled();
        String old = token(regenerated);
        world.tell(s -> s.apiAccesses().regenerate(regenerated, on(regenerated).tokenId()));
        Caller disabled = enabled();
        String gone = token(disabled);
        world.tell(s -> s.apiAccesses().disable(disabled, on(disabled).enablingId()));

        try (World later = world.anotherNode()) {
            assertThat(new GateReader(later).passes(old)).isFalse();
            assertThat(new GateReader(later).passes(gone)).isFalse();
            assertThat(new GateReader(later).passes(token(regenerated))).isTrue();
        }
    }

    /** B29 */
    @Test
    void ofTwentyRegenerationsAtOnceOnTwoNodesOneHappens() throws Exception {
        Caller owner = enabled();
        UUID seen = on(owner).tokenId();
        String first = token(owner);
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            World node = i % 2 == 0 ? world : otherNode;
            all.add(() -> node.tell(s -> s.apiAccesses().regenerate(owner, seen)));
        }

        List<Future<Void>> done = AtOnce.run(all);

        assertThat(AtOnce.succeeded(done)).isEqualTo(1);
        assertThat(AtOnce.failures(done))
                .hasSize(19)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(ApiChanged.class));
        assertThat(new GateReader(otherNode).passes(first)).isFalse();
        assertThat(new GateReader(otherNode).passes(token(owner))).isTrue();
        assertThat(world.count("select count(*) from auth_token where account_id = ?1", owner))
                .isEqualTo(1);
    }

    /** B40 */
    @Test
    void aClosedAccountsTokenIsUnknownAndASuspendedOnesIsHeldUntilItIsNot() {
        Caller owner = enabled();
        String token = token(owner);

        setStatus(owner, Account.Status.SUSPENDED);
        assertThat(new GateReader(otherNode).state(token))
                .get()
                .extracting(GateState::suspended)
                .isEqualTo(true);
        setStatus(owner, Account.Status.ACTIVE);
        assertThat(new GateReader(otherNode).state(token))
                .get()
                .extracting(GateState::suspended)
                .isEqualTo(false);
        setStatus(owner, Account.Status.CLOSED);
        assertThat(new GateReader(otherNode).state(token)).isEmpty();
    }

    /** B44: what was retired does not come back with what follows it. */
    @Test
    void noEnablingRevivesAnOlderToken() {
        Caller owner = enabled();
        List<String> dead = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            dead.add(token(owner));
            world.tell(s -> s.apiAccesses().regenerate(owner, on(owner).tokenId()));
            dead.add(token(owner));
            world.tell(s -> s.apiAccesses().disable(owner, on(owner).enablingId()));
            UUID last = ((ApiStatus.Off) world.ask(s -> s.apiAccesses().getStatus(owner))).changeId();
            world.tell(s -> s.apiAccesses().enable(owner, last));
            world.tell(s -> s.apiAccesses().pause(owner, on(owner).enablingId()));
            world.tell(s -> s.apiAccesses().resume(owner, on(owner).enablingId()));
        }

        GateReader gate = new GateReader(otherNode);
        assertThat(dead).doesNotHaveDuplicates().noneMatch(gate::passes);
        assertThat(gate.passes(token(owner))).isTrue();
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

    private void setStatus(Caller caller, Account.Status status) {
        world.tell(s -> s.em().createNativeQuery("update account set status = ?1 where id = ?2")
                .setParameter(1, status.name())
                .setParameter(2, caller.account().value())
                .executeUpdate());
    }
}
