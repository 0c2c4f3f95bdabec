package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.RightMissing;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.SignInNode;
import io.saltgate.signin.recovery.RecoveryToken;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionOrigin;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.testing.OperatorCaller;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PersonAccessTest {

    private static final String ADDRESS = "198.51.100.7";

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whoeverIsDisabledIsOutAtOnceAndByEveryWay(TestDatabase kind) {
        try (World world = new World(kind)) {
            SignInNode node = new SignInNode(world);
            Caller operator = OperatorCaller.in(world);
            UUID meera = node.person("meera@example.com");
            SignIn.Outcome.SignedIn session =
                    (SignIn.Outcome.SignedIn) node.tryAs("meera@example.com", SignInNode.RIGHT, null, ADDRESS);
            RecoveryToken link = world.ask(s -> s.recoveryLinks().create(operator, meera, false));

            world.tell(s -> s.personAccess().disable(operator, meera));

            assertThat(isAlive(world, session)).isFalse();
            assertThat(node.tryAs("meera@example.com", SignInNode.RIGHT, null, ADDRESS))
                    .as("as if there were nobody")
                    .isEqualTo(new SignIn.Outcome.Refused());
            boolean recovered = world.ask(s -> s.recovery().recover(link, "another hash", ADDRESS));
            assertThat(recovered).isFalse();
            assertThat(node.signIn.confirm(
                            node.caller(meera, ADDRESS),
                            new SignIn.Proof(SignInNode.RIGHT, null),
                            new SignIn.Browser(session.session(), session.device(), ADDRESS)))
                    .as("a request that was under way")
                    .isEqualTo(new SignIn.Outcome.Refused());

            // as by a sign-in that had proved the password before
            SessionId late = world.ask(
                    s -> s.sessions().start(meera, SessionStrength.PASSWORD, null, new SessionOrigin(null, ADDRESS)));
            world.tell(s -> s.personAccess().enable(operator, meera));
            boolean lateIsAlive = world.ask(s -> s.sessions().find(late, Optional.empty(), ADDRESS))
                    .isPresent();
            assertThat(lateIsAlive).isFalse();
            assertThat(node.tryAs("meera@example.com", SignInNode.RIGHT, null, ADDRESS))
                    .isInstanceOf(SignIn.Outcome.SignedIn.class);
            assertThat(isAlive(world, session)).as("a session from before").isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void onlyOperatorsWithARecentSignInDisableAndNoOperator(TestDatabase kind) {
        try (World world = new World(kind)) {
            SignInNode node = new SignInNode(world);
            Caller operator = OperatorCaller.in(world);
            UUID meera = node.person("meera@example.com");
            assertThatThrownBy(() -> world.tell(s -> s.personAccess().disable(operator, operator.requireUser())))
                    .isInstanceOf(OperatorCannotBeDisabled.class);
            assertThatThrownBy(() -> world.tell(s -> s.personAccess().disable(operator, UUID.randomUUID())))
                    .isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> world.tell(s -> s.personAccess().disable(node.caller(meera, ADDRESS), meera)))
                    .isInstanceOf(RightMissing.class);
            Caller late = operator.provedAt(
                    world.clock().instant().minus(Caller.RECENT).minusSeconds(1));
            assertThatThrownBy(() -> world.tell(s -> s.personAccess().enable(late, meera)))
                    .isInstanceOf(RecentSignInRequired.class);
        }
    }

    private static boolean isAlive(World world, SignIn.Outcome.SignedIn signedIn) {
        return world.ask(s -> s.sessions().find(signedIn.session(), Optional.empty(), ADDRESS))
                .isPresent();
    }
}
