package io.saltgate.signin;

import static io.saltgate.signin.SignInNode.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.accounts.RightMissing;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.recovery.RecoveryToken;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
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
class PasswordRecoveryTest {

    private static final String ADDRESS = "198.51.100.7";
    private static final int ROUNDS = 30;

    @Parameter
    TestDatabase database;

    private World world;
    private SignInNode node;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        node = new SignInNode(world);
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    @Test
    void aLinkSetsAPasswordOnceAndEndsWhatWasBefore() {
        UUID meera = node.person("lost@example.com");
        Caller owner = world.member(Role.OWNER);
        world.tell(s -> s.members().add(owner.requireAccount(), meera, Role.ADMIN));
        SignIn.Outcome.SignedIn before = (SignIn.Outcome.SignedIn) node.tryAs("lost@example.com", RIGHT, null, ADDRESS);
        RecoveryToken token = create(meera);

        assertThat(findEmail(token)).contains("lost@example.com");
        assertThat(recover(token, "hash of the next password")).isTrue();
        assertThat(recover(token, "hash of another")).as("a second time").isFalse();

        Optional<ConsoleSessions.SignedIn> old =
                world.ask(s -> s.sessions().find(before.session(), Optional.empty(), null));
        assertThat(old).isEmpty();
        assertThat(node.throttle.isKnown("lost@example.com", null, before.device()))
                .isFalse();
        assertThat(node.tryAs("lost@example.com", RIGHT, null, ADDRESS)).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(node.tryAs("lost@example.com", "the next password", null, ADDRESS))
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
        for (String code : new String[] {"recovery.link.created", "password.recovered"}) {
            assertThat(world.count(
                            "select count(*) from audit_entry where code = '" + code + "' and account_id = ?1"
                                    + " and subject = '" + meera + "'",
                            owner))
                    .as("%s in the account's trail", code)
                    .isEqualTo(1);
            assertThat(audited(code, meera)).as("%s in both trails", code).isEqualTo(2);
        }
    }

    @Test
    void aLinkIsOverAfterHalfAnHourAndWhenANewerOneIsCreated() {
        UUID meera = node.person("late@example.com");
        RecoveryToken old = create(meera);
        RecoveryToken late = create(meera);
        assertThat(recover(old, "hash of x")).isFalse();

        world.clock().turn(Duration.ofMinutes(30));
        assertThat(findEmail(late)).isEmpty();
        assertThat(recover(late, "hash of x")).isFalse();
        assertThat(recover(RecoveryToken.parse("a".repeat(43)).orElseThrow(), "hash of x"))
                .isFalse();
    }

    @Test
    void aChangeOfThePasswordEndsTheLink() {
        UUID meera = node.person("found@example.com");
        RecoveryToken token = create(meera);
        node.signIn.changePassword(
                node.caller(meera, ADDRESS),
                new SignIn.Proof(RIGHT, null),
                "the next password",
                new SignIn.Browser(null, null, ADDRESS));
        assertThat(recover(token, "hash of x")).isFalse();
    }

    /** Both touch the password and the link; in different orders, one of them would end in a deadlock. */
    @Test
    void aChangeOfThePasswordAndTheLinkAtOnceBothEndWell() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            UUID meera = node.person("both-" + round + "@example.com");
            RecoveryToken token = create(meera);
            Passwords.Stored proved = world.ask(s -> s.passwords().find(meera)).orElseThrow();
            Caller caller = node.caller(meera, ADDRESS);
            SignIn.Browser browser = new SignIn.Browser(null, null, ADDRESS);
            List<Future<Void>> both = AtOnce.run(List.of(
                    () -> recover(token, "hash of hers"),
                    () -> world.tell(
                            s -> s.profile().changePassword(caller, proved, null, "hash of theirs", browser))));
            assertThat(AtOnce.failures(both)).isEmpty();
        }
    }

    @Test
    void someoneWithoutAPasswordGetsOne() {
        UUID user = world.member(Role.OWNER).requireUser();
        assertThat(recover(create(user), "hash of theirs")).isTrue();
        assertThat(world.ask(s -> s.passwords().find(user)).map(Passwords.Stored::hash))
                .contains("hash of theirs");
    }

    @Test
    void onlyARecentSignInCreatesALinkAndOnlyForAPerson() {
        UUID meera = node.person("recent@example.com");
        UUID operator = node.operator("old-operator@example.com");
        Caller late = node.caller(operator, ADDRESS);
        world.clock().turn(Caller.RECENT.plusSeconds(1));
        assertThatThrownBy(() -> world.ask(s -> s.recoveryLinks().create(late, meera, false)))
                .isInstanceOf(RecentSignInRequired.class);
        assertThatThrownBy(() -> create(UUID.randomUUID())).isInstanceOf(NotFound.class);
    }

    @Test
    void theDatabaseHoldsNoSecret() {
        RecoveryToken token = create(node.person("hash@example.com"));
        long found = world.ask(
                s -> ((Number) s.em().createNativeQuery("select count(*) from recovery_link where token_hash = ?1")
                                .setParameter(1, token.reveal())
                                .getSingleResult())
                        .longValue());
        assertThat(found).isZero();
        assertThat(token.toString()).doesNotContain(token.reveal());
    }

    /** Taken away while the request was under way. */
    @Test
    void whoIsNoOperatorAnyMoreCreatesNone() {
        UUID meera = node.person("taken-away@example.com");
        UUID former = node.person("former-operator@example.com");
        assertThatThrownBy(() -> world.ask(s -> s.recoveryLinks().create(node.caller(former, ADDRESS), meera, false)))
                .isInstanceOf(RightMissing.class);
    }

    private RecoveryToken create(UUID user) {
        UUID operator = node.operator("operator-" + UUID.randomUUID() + "@example.com");
        return world.ask(s -> s.recoveryLinks().create(node.caller(operator, ADDRESS), user, false));
    }

    private Optional<String> findEmail(RecoveryToken token) {
        return world.ask(s -> s.recovery().findEmail(token));
    }

    private boolean recover(RecoveryToken token, String hash) {
        return world.ask(s -> s.recovery().recover(token, hash, ADDRESS));
    }

    private long audited(String code, UUID subject) {
        return world.ask(s -> ((Number)
                        s.em().createNativeQuery("select count(*) from audit_entry where code = ?1 and subject = ?2")
                                .setParameter(1, code)
                                .setParameter(2, subject.toString())
                                .getSingleResult())
                .longValue());
    }
}
