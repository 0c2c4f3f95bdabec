package io.saltgate.signin;

import static io.saltgate.signin.SignInNode.RIGHT;
import static io.saltgate.signin.SignInNode.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.signin.sessions.SessionId;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.util.Optional;
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
class SignInTest {

    private static final String ADDRESS = "198.51.100.7";

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
    void theRightPasswordSignsIn() {
        UUID meera = node.person("right@example.com");

        SignIn.Outcome.SignedIn in = (SignIn.Outcome.SignedIn) node.tryAs(" Right@Example.com ", RIGHT, null, ADDRESS);

        assertThat(callerOf(in.session())).contains(meera);
    }

    /**
     * A wrong password and an unknown person: the same answer, the same hashing, the same writing. C8: what can't be
     * right is not hashed, for a known person and an unknown one alike.
     */
    @Test
    void anUnknownPersonCostsTheWorkOfAWrongPassword() {
        node.person("work@example.com");

        Work wrongPassword = workOf("work@example.com", WRONG);
        Work unknownPerson = workOf("nobody@example.com", WRONG);
        Work noEmail = workOf("no email at all", WRONG);
        Work empty = workOf("work@example.com", "");
        Work emptyForNobody = workOf("nobody@example.com", "");
        Work tooLong = workOf("work@example.com", "x".repeat(257));
        Work tooLongForNobody = workOf("nobody@example.com", "x".repeat(257));

        assertThat(wrongPassword).isEqualTo(new Work(new SignIn.Outcome.Refused(), 1, 1));
        assertThat(unknownPerson).isEqualTo(wrongPassword);
        assertThat(tooLong).isEqualTo(new Work(new SignIn.Outcome.Refused(), 0, 1));
        assertThat(tooLongForNobody).isEqualTo(tooLong);
        assertThat(empty).isEqualTo(tooLong);
        assertThat(emptyForNobody).isEqualTo(tooLong);
        assertThat(noEmail).isEqualTo(tooLong);
    }

    @Test
    void whatIsSlowedIsNotHashed() {
        for (int i = 0; i < 10; i++) {
            node.tryAs("slowed@example.com", WRONG, null, "2001:db8:" + i + "::1");
        }

        assertThat(workOf("slowed@example.com", WRONG).hashed()).isZero();
    }

    @Test
    void aPersonWithoutAPasswordIsRefusedAndConfirmsNothing() {
        UUID invited = world.ask(s -> s.users()
                .create(EmailAddress.parse("invited@example.com").orElseThrow(), "Invited", false)
                .id());

        assertThat(node.tryAs("invited@example.com", "", null, "198.51.100.8"))
                .isInstanceOf(SignIn.Outcome.Refused.class);
        assertThat(node.tryAs("invited@example.com", "nobody has this password", null, "198.51.100.8"))
                .isInstanceOf(SignIn.Outcome.Refused.class);
        assertThat(node.signIn.confirm(
                        node.caller(invited, "198.51.100.8"),
                        new SignIn.Proof("nobody has this password", null),
                        new SignIn.Browser(SessionId.generate(), null, "198.51.100.8")))
                .isInstanceOf(SignIn.Outcome.Refused.class);
    }

    // B72

    @Test
    void signingInChangesTheSessionAndEndsTheOldOne() {
        node.person("session@example.com");
        SessionId fixed = SessionId.generate();

        SignIn.Outcome.SignedIn first = (SignIn.Outcome.SignedIn)
                node.signIn.withPassword("session@example.com", RIGHT, new SignIn.Browser(fixed, null, ADDRESS));
        SignIn.Outcome.SignedIn second = (SignIn.Outcome.SignedIn) node.signIn.withPassword(
                "session@example.com", RIGHT, new SignIn.Browser(first.session(), first.device(), ADDRESS));

        assertThat(callerOf(fixed)).isEmpty();
        assertThat(first.session().hash()).isNotEqualTo(fixed.hash());
        assertThat(callerOf(first.session())).isEmpty();
        assertThat(callerOf(second.session())).isPresent();
    }

    @Test
    void confirmingChangesTheSessionAndEndsTheOldOne() {
        UUID meera = node.person("confirm@example.com");
        SignIn.Outcome.SignedIn in = (SignIn.Outcome.SignedIn) node.tryAs("confirm@example.com", RIGHT, null, ADDRESS);

        SignIn.Outcome.SignedIn confirmed = (SignIn.Outcome.SignedIn) node.signIn.confirm(
                node.caller(meera, ADDRESS),
                new SignIn.Proof(RIGHT, null),
                new SignIn.Browser(in.session(), in.device(), ADDRESS));

        assertThat(callerOf(in.session())).isEmpty();
        assertThat(callerOf(confirmed.session())).contains(meera);
        assertThat(confirmed.device().hash()).isEqualTo(in.device().hash());
    }

    @Test
    void aFailedSignInLeavesTheOldSessionAlone() {
        UUID meera = node.person("failed@example.com");
        SignIn.Outcome.SignedIn in = (SignIn.Outcome.SignedIn) node.tryAs("failed@example.com", RIGHT, null, ADDRESS);

        node.signIn.withPassword("failed@example.com", WRONG, new SignIn.Browser(in.session(), null, ADDRESS));

        assertThat(callerOf(in.session())).contains(meera);
    }

    @Test
    void aSignOutHoldsOnEveryNode() {
        UUID meera = node.person("everywhere@example.com");
        try (World other = world.anotherNode()) {
            SignIn.Outcome.SignedIn in =
                    (SignIn.Outcome.SignedIn) node.tryAs("everywhere@example.com", RIGHT, null, ADDRESS);
            assertThat(callerOf(other, in.session())).contains(meera);

            world.tell(s -> s.sessions().end(in.session(), node.caller(meera, ADDRESS)));

            assertThat(callerOf(other, in.session())).isEmpty();
        }
    }

    private record Work(SignIn.Outcome outcome, int hashed, long audited) {}

    private Work workOf(String email, String password) {
        int hashed = node.hashed.get();
        long audited = node.audited("signin.failed");
        SignIn.Outcome outcome = node.tryAs(email, password, null, "198.51.100.9");
        return new Work(outcome, node.hashed.get() - hashed, node.audited("signin.failed") - audited);
    }

    private Optional<UUID> callerOf(SessionId session) {
        return callerOf(world, session);
    }

    private static Optional<UUID> callerOf(World world, SessionId session) {
        return world.ask(s -> s.sessions().find(session, Optional.empty(), null))
                .map(found -> found.caller().id());
    }
}
