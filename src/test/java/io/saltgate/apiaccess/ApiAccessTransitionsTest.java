package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiAccess.State;
import io.saltgate.gate.GateReader;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * B44: pause is the stop that can be undone, disable the one that can't, and every action in every state is one or the
 * other of: it leads where the table says, or it changes nothing.
 */
class ApiAccessTransitionsTest {

    enum Action {
        ENABLE,
        PAUSE,
        RESUME,
        REGENERATE,
        DISABLE
    }

    private static final Map<State, Map<Action, State>> LEADS_TO = Map.of(
            State.OFF, Map.of(Action.ENABLE, State.ON),
            State.ON, Map.of(Action.PAUSE, State.PAUSED, Action.REGENERATE, State.ON, Action.DISABLE, State.OFF),
            State.PAUSED, Map.of(Action.RESUME, State.ON, Action.REGENERATE, State.PAUSED, Action.DISABLE, State.OFF));

    /** What dies with its action; everything else keeps the token alive, even if calls are paused. */
    private static final Set<Action> END_THE_TOKEN = Set.of(Action.REGENERATE, Action.DISABLE);

    @TestFactory
    Stream<DynamicTest> everyActionInEveryState() {
        World world = new World(TestDatabase.H2);
        return Stream.of(State.values())
                .flatMap(state -> Stream.of(Action.values())
                        .map(action ->
                                DynamicTest.dynamicTest(state + " " + action, () -> check(world, state, action))))
                .onClose(world::close);
    }

    private static void check(World world, State state, Action action) {
        Account account = new Account(world, state);
        String token = state == State.OFF ? null : account.token();
        State target = LEADS_TO.get(state).get(action);

        if (target == null) {
            assertThatThrownBy(() -> account.act(action)).isInstanceOf(ApiChanged.class);
            assertThat(account.state()).isEqualTo(state);
        } else {
            assertThatCode(() -> account.act(action)).doesNotThrowAnyException();
            assertThat(account.state()).isEqualTo(target);
        }
        if (token != null) {
            boolean ended = target != null && END_THE_TOKEN.contains(action);
            assertThat(new GateReader(world).passes(token)).isNotEqualTo(ended);
        }
    }

    /** With the ids that its page would have shown, so that the state alone stands against an action. */
    private static final class Account {

        private final World world;
        private final Caller owner;
        private UUID enabling = UUID.randomUUID();
        private UUID seenToken = UUID.randomUUID();

        Account(World world, State state) {
            this.world = world;
            owner = world.member(Role.OWNER);
            if (state != State.OFF) {
                act(Action.ENABLE);
                ApiStatus.Enabled enabled = (ApiStatus.Enabled) status();
                enabling = enabled.enablingId();
                seenToken = enabled.tokenId();
            }
            if (state == State.PAUSED) {
                act(Action.PAUSE);
            }
        }

        void act(Action action) {
            world.tell(s -> {
                switch (action) {
                    case ENABLE ->
                        s.apiAccesses()
                                .enable(
                                        owner,
                                        seenChange(s.em().find(
                                                        ApiAccess.class,
                                                        owner.account().value())));
                    case PAUSE -> s.apiAccesses().pause(owner, enabling);
                    case RESUME -> s.apiAccesses().resume(owner, enabling);
                    case REGENERATE -> s.apiAccesses().regenerate(owner, seenToken);
                    case DISABLE -> s.apiAccesses().disable(owner, enabling);
                }
            });
        }

        State state() {
            return switch (status()) {
                case ApiStatus.Off off -> State.OFF;
                case ApiStatus.Enabled on -> on.paused() ? State.PAUSED : State.ON;
            };
        }

        String token() {
            return world.ask(s -> s.apiAccesses().revealToken(owner)).reveal();
        }

        private ApiStatus status() {
            return world.ask(s -> s.apiAccesses().getStatus(owner));
        }

        private static UUID seenChange(ApiAccess access) {
            return access == null ? null : access.changeId();
        }
    }
}
