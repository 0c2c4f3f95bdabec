package io.saltgate.signin;

import static io.saltgate.signin.SignInNode.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.signin.recovery.RecoveryToken;
import io.saltgate.signin.recovery.ResetRequests;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
class ResetByMailTest {

    private static final String ADDRESS = "198.51.100.7";
    private static final String NEXT = "hash of the next password";

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
    void aLinkSetsAPasswordOnceAndEndsAllSessions() {
        node.person("reset@example.com");
        SignIn.Outcome.SignedIn before =
                (SignIn.Outcome.SignedIn) node.tryAs("reset@example.com", RIGHT, null, ADDRESS);
        RecoveryToken token = request("reset@example.com").orElseThrow().token();
        assertThat(recover(token)).isTrue();
        assertThat(recover(token)).as("again").isFalse();
        assertThat(world.ask(s -> s.sessions().find(before.session(), Optional.empty(), ADDRESS))
                        .isPresent())
                .isFalse();
        assertThat(node.tryAs("reset@example.com", "the next password", null, ADDRESS))
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(node.audited("password.reset")).isPositive();
        assertThat(node.audited("recovery.link.requested")).isPositive();
    }

    @Test
    void aLinkExpiresAfterHalfAnHour() {
        node.person("late@example.com");
        RecoveryToken token = request("late@example.com").orElseThrow().token();
        world.clock().turn(Duration.ofMinutes(30));
        assertThat(recover(token)).isFalse();
        world.ask(s -> s.resetRequests().deleteExpired());
        assertThat(node.rows("recovery_link")).isZero();
    }

    /** A person who asks sees no difference, and what was taken for nobody is dropped. */
    @Test
    void takesARequestForAnyAddressAndSendsNothingToNobody() {
        assertThat(request("nobody@example.com")).isEmpty();
        assertThat(node.rows("reset_request")).isZero();
    }

    @Test
    void aPersonHasThreeLinksAtATime() {
        node.person("often@example.com");
        for (int i = 0; i < 3; i++) {
            assertThat(request("often@example.com")).isPresent();
        }
        assertThat(request("often@example.com")).isEmpty();
        world.clock().turn(Duration.ofMinutes(30));
        assertThat(request("often@example.com")).isPresent();
    }

    /** Else anybody could make the link of an operator invalid, again and again. */
    @Test
    void aRequestLeavesTheLinkOfAnOperatorAlone() {
        UUID meera = node.person("both@example.com");
        UUID operator = node.operator("operator-of-both@example.com");
        RecoveryToken ofOperator =
                world.ask(s -> s.recoveryLinks().create(node.caller(operator, ADDRESS), meera, false));
        RecoveryToken byMail = request("both@example.com").orElseThrow().token();
        assertThat(recover(ofOperator)).isTrue();
        assertThat(recover(byMail))
                .as("the other link, after the password was changed")
                .isFalse();
    }

    @Test
    void aMailThatWasNotSentIsTriedAgainWithAnotherLinkFiveTimes() {
        node.person("away@example.com");
        add("away@example.com");
        for (int i = 1; i <= 5; i++) {
            ResetRequests.Claimed claimed = claim();
            RecoveryToken token = world.ask(s -> s.resetRequests().createLink(claimed))
                    .orElseThrow()
                    .token();
            boolean again = world.ask(s -> s.resetRequests().putOff(claimed, token));
            assertThat(again).as("after attempt " + i).isEqualTo(i < 5);
            assertThat(recover(token)).isFalse();
            List<ResetRequests.Claimed> atOnce =
                    world.ask(s -> s.resetRequests().claim());
            assertThat(atOnce).isEmpty();
            world.clock().turn(Duration.ofMinutes(1));
        }
        assertThat(node.rows("reset_request")).isZero();
    }

    @Test
    void twoNodesSendOneMail() throws Exception {
        node.person("once-only@example.com");
        add("once-only@example.com");
        CyclicBarrier start = new CyclicBarrier(2);
        List<ResetRequests.Claimed> claimed = new ArrayList<>();
        try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
            List<Future<List<ResetRequests.Claimed>>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                both.add(nodes.submit(() -> {
                    start.await();
                    return world.ask(s -> s.resetRequests().claim());
                }));
            }
            for (Future<List<ResetRequests.Claimed>> each : both) {
                claimed.addAll(each.get());
            }
        }
        assertThat(claimed).hasSize(1);
        world.tell(s -> s.resetRequests().settle(claimed.getFirst()));
    }

    private void add(String email) {
        world.tell(s -> s.resetRequests().add(EmailAddress.parse(email).orElseThrow(), ADDRESS));
        world.tell(s -> s.resetRequests().add(EmailAddress.parse(email).orElseThrow(), ADDRESS));
    }

    private ResetRequests.Claimed claim() {
        List<ResetRequests.Claimed> claimed = world.ask(s -> s.resetRequests().claim());
        assertThat(claimed).hasSize(1);
        return claimed.getFirst();
    }

    private Optional<ResetRequests.Letter> request(String email) {
        add(email);
        ResetRequests.Claimed claimed = claim();
        Optional<ResetRequests.Letter> letter = world.ask(s -> s.resetRequests().createLink(claimed));
        world.tell(s -> s.resetRequests().settle(claimed));
        return letter;
    }

    private boolean recover(RecoveryToken token) {
        return world.ask(s -> s.recovery().recover(token, NEXT, ADDRESS));
    }
}
