package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** C8: what a post to an invitation costs. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvitationSignUpTest {

    @Parameter
    TestDatabase database;

    private final AtomicInteger addresses = new AtomicInteger();
    private World world;
    private SignInNode node;
    private Caller owner;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        node = new SignInNode(world);
        owner = world.member(Role.OWNER);
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    /** Two tokens may share a slot: what one test used up must not slow the next. */
    @BeforeEach
    void fillBuckets() {
        node.letPass(Duration.ofHours(1));
    }

    @Test
    void aNewPersonIsHashedOnceAndCostsNothing() {
        InvitationToken token = invite("new@example.com");
        int before = node.stored.get();

        assertThat(asNew(token, "198.51.100.1")).isInstanceOf(InvitationSignUp.Outcome.Accepted.class);

        assertThat(node.stored.get() - before).isEqualTo(1);
        for (int i = 0; i < 30; i++) {
            assertThat(asNew(unknown(), "198.51.100.1")).isInstanceOf(InvitationSignUp.Outcome.Refused.class);
        }
    }

    @Test
    void postsToTheInvitationOfSomeoneKnownAreNeverHashedAndSlowed() {
        UUID invited = node.person("known@example.com");
        InvitationToken token = invite("known@example.com");
        int before = node.stored.get();
        int refused = 0;
        int slowed = 0;
        for (int i = 0; i < 450; i++) {
            switch (asNew(token, address())) {
                case InvitationSignUp.Outcome.Accepted accepted -> throw new AssertionError(accepted);
                case InvitationSignUp.Outcome.Refused any -> refused++;
                case InvitationSignUp.Outcome.Slowed any -> slowed++;
            }
        }

        assertThat(node.stored.get()).isEqualTo(before);
        assertThat(refused).isBetween(10, 15);
        assertThat(slowed).isEqualTo(450 - refused);
        // The one it is for comes in nevertheless.
        Caller caller = new Caller(
                Caller.Kind.USER, invited, null, Set.of(), world.clock().instant(), address());
        assertThat(node.invitations.asOneself(caller, token)).isInstanceOf(InvitationSignUp.Outcome.Accepted.class);
    }

    @Test
    void whatIsUnknownUsedOrWithdrawnIsNotHashed() {
        InvitationToken used = invite("used@example.com");
        asNew(used, address());
        InvitationToken replaced = invite("replaced@example.com");
        invite("replaced@example.com");
        int before = node.stored.get();

        for (InvitationToken token : new InvitationToken[] {unknown(), used, replaced}) {
            assertThat(asNew(token, address())).isInstanceOf(InvitationSignUp.Outcome.Refused.class);
        }

        assertThat(node.stored.get()).isEqualTo(before);
    }

    @Test
    void oneAddressIsSlowedWhateverInvitationsItTries() {
        for (int i = 0; i < 30; i++) {
            assertThat(asNew(unknown(), "2001:db8:5:6::" + i)).isInstanceOf(InvitationSignUp.Outcome.Refused.class);
        }

        assertThat(asNew(unknown(), "2001:db8:5:6:ffff::1")).isInstanceOf(InvitationSignUp.Outcome.Slowed.class);
    }

    @Test
    void someoneSignedInIsSlowedToo() {
        Caller caller = world.member(Role.DEVELOPER);
        for (int i = 0; i < 10; i++) {
            assertThat(node.invitations.asOneself(caller, unknown()))
                    .isInstanceOf(InvitationSignUp.Outcome.Refused.class);
        }

        assertThat(node.invitations.asOneself(caller, unknown())).isInstanceOf(InvitationSignUp.Outcome.Slowed.class);
    }

    @Test
    void withoutAPlaceNothingIsCounted() {
        AttemptQueue none = new AttemptQueue(0, 0);
        InvitationSignUp full = new InvitationSignUp(null, null, none, node.throttle);
        InvitationToken token = invite("busy@example.com");
        for (int i = 0; i < 40; i++) {
            assertThatThrownBy(() -> full.asNew(token, "Meera", "a long password", "198.51.100.2"))
                    .isInstanceOf(AttemptQueue.Busy.class);
        }

        assertThat(asNew(token, "198.51.100.2")).isInstanceOf(InvitationSignUp.Outcome.Accepted.class);
    }

    private InvitationSignUp.Outcome asNew(InvitationToken token, String address) {
        return node.invitations.asNew(token, "Meera", "a long password", address);
    }

    private InvitationToken invite(String email) {
        return world.ask(s ->
                        s.invitations().invite(owner, EmailAddress.parse(email).orElseThrow(), Role.DEVELOPER))
                .orElseThrow();
    }

    private String address() {
        int next = addresses.incrementAndGet();
        return "203.0." + next / 250 + "." + next % 250;
    }

    /** Of the same form as any. */
    private static InvitationToken unknown() {
        return InvitationToken.parse(SessionId.generate().reveal()).orElseThrow();
    }
}
