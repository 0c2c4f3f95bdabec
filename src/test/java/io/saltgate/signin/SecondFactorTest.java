package io.saltgate.signin;

import static io.saltgate.signin.SignInNode.RIGHT;
import static io.saltgate.signin.SignInNode.WRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.signin.factors.Enrolments;
import io.saltgate.signin.factors.RecoveryCode;
import io.saltgate.signin.factors.TotpSecret;
import io.saltgate.signin.passwords.DeviceId;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;
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
class SecondFactorTest {

    private static final String ADDRESS = "198.51.100.7";
    private static final Duration STEP = Duration.ofSeconds(30);

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

    /** A person with an authenticator app. */
    private final class Enrolled {
        final UUID user;
        final String email;
        final TotpSecret secret;
        final List<RecoveryCode> codes;
        final SignIn.Outcome.SignedIn session;
        final @Nullable DeviceId deviceBefore;

        Enrolled(String email) {
            this.email = email;
            user = node.person(email);
            secret = offered(user, email);
            SignIn.Browser here = signedIn(email);
            deviceBefore = here.device();
            OwnSecondFactor.Added added =
                    add(node.caller(user, ADDRESS), secret, code(secret), here).orElseThrow();
            codes = added.codes();
            session = added.session();
            nextStep(); // each code counts once, that of the set-up too
        }

        String kept() {
            return node.signIn.pend((SignIn.Outcome.CodeNeeded) node.tryAs(email, RIGHT, null, ADDRESS));
        }

        SignIn.Outcome step(String code) {
            return node.signIn.withCode(kept(), code, stranger());
        }
    }

    @Test
    void asksForACodeAfterThePasswordAndNotBefore() {
        Enrolled meera = new Enrolled("code@example.com");
        assertThat(node.tryAs("code@example.com", WRONG, null, ADDRESS)).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(node.tryAs("code@example.com", RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.CodeNeeded.class);
        assertThat(meera.step("000000")).isEqualTo(new SignIn.Outcome.CodeRefused());
        String digits = code(meera.secret);
        String typed = digits.substring(0, 3) + " " + digits.substring(3);
        assertThat(meera.step(typed)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void acceptsACodeOnceAndOneStepLateOrEarly() {
        Enrolled meera = new Enrolled("once@example.com");
        String early = code(meera.secret, world.clock().instant().minus(STEP.multipliedBy(2)));
        assertThat(meera.step(early)).isEqualTo(new SignIn.Outcome.CodeRefused());
        String now = code(meera.secret);
        assertThat(meera.step(now)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(meera.step(now)).isEqualTo(new SignIn.Outcome.CodeRefused());
        String next = code(meera.secret, world.clock().instant().plus(STEP));
        assertThat(meera.step(next)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        nextStep();
        assertThat(meera.step(next)).isEqualTo(new SignIn.Outcome.CodeRefused());
    }

    @Test
    void oneCodeSentTwiceAtOnceBeginsOneSession() throws Exception {
        Enrolled meera = new Enrolled("twice@example.com");
        String code = code(meera.secret);
        List<SignIn.Outcome> outcomes = atOnce(() -> meera.step(code), () -> meera.step(code));
        assertThat(outcomes).hasOnlyElementsOfTypes(SignIn.Outcome.SignedIn.class, SignIn.Outcome.CodeRefused.class);
        assertThat(outcomes)
                .filteredOn(SignIn.Outcome.SignedIn.class::isInstance)
                .hasSize(1);
        String recovery = meera.codes.getFirst().reveal();
        outcomes = atOnce(() -> meera.step(recovery), () -> meera.step(recovery));
        assertThat(outcomes)
                .filteredOn(SignIn.Outcome.SignedIn.class::isInstance)
                .hasSize(1);
    }

    @Test
    void recoveryCodesWorkOnceEachInAnyCaseUntilThereAreNewOnes() {
        Enrolled meera = new Enrolled("recovery@example.com");
        assertThat(meera.codes).hasSize(10).doesNotHaveDuplicates();
        String first = meera.codes.get(0).reveal();
        assertThat(meera.step(" " + first.toLowerCase(Locale.ROOT).replace("-", " ")))
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(meera.step(first)).isEqualTo(new SignIn.Outcome.CodeRefused());
        Caller caller = node.caller(meera.user, ADDRESS);
        assertThat(world.ask(s -> s.secondFactor().find(caller)).orElseThrow().codesLeft())
                .isEqualTo(9);
        List<RecoveryCode> fresh =
                world.ask(s -> s.secondFactor().renewCodes(caller)).orElseThrow();
        assertThat(meera.step(meera.codes.get(1).reveal())).isEqualTo(new SignIn.Outcome.CodeRefused());
        assertThat(meera.step(fresh.get(0).reveal())).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void aRecoveryCodeIsOnePersonsAlone() {
        Enrolled meera = new Enrolled("mine@example.com");
        Enrolled other = new Enrolled("theirs@example.com");
        assertThat(other.step(meera.codes.get(0).reveal())).isEqualTo(new SignIn.Outcome.CodeRefused());
        assertThat(meera.step(meera.codes.get(0).reveal())).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void ofAMillionCodesAStrangerMayTryFive() {
        Enrolled meera = new Enrolled("guessed@example.com");
        DeviceId desk = meera.session.device();
        for (int i = 0; i < 5; i++) {
            assertThat(meera.step("00000" + i)).isEqualTo(new SignIn.Outcome.CodeRefused());
        }
        assertThat(meera.step(code(meera.secret))).isInstanceOf(SignIn.Outcome.Slowed.class);
        SignIn.Browser known = new SignIn.Browser(null, desk, ADDRESS);
        assertThat(node.signIn.withCode(meera.kept(), code(meera.secret), known))
                .as("from a device that is known")
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(node.audited("signin.code.failed")).isGreaterThanOrEqualTo(5);
    }

    @Test
    void aSignInWaitsFiveMinutesForItsCodeAndForThatPasswordAlone() {
        Enrolled meera = new Enrolled("waits@example.com");
        String kept = meera.kept();
        world.clock().turn(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(node.signIn.withCode(kept, code(meera.secret), stranger())).isEqualTo(new SignIn.Outcome.Expired());
        assertThat(node.signIn.withCode("v1.AAAAAAAA.AAAA", code(meera.secret), stranger()))
                .isEqualTo(new SignIn.Outcome.Expired());
        String before = meera.kept();
        node.signIn.changePassword(
                node.caller(meera.user, ADDRESS),
                new SignIn.Proof(RIGHT, code(meera.secret)),
                "the password after that",
                stranger());
        nextStep();
        assertThat(node.signIn.withCode(before, code(meera.secret), stranger()))
                .isEqualTo(new SignIn.Outcome.Expired());
    }

    @Test
    void confirmingAndAChangeOfThePasswordAskForTheCodeToo() {
        Enrolled meera = new Enrolled("confirms@example.com");
        Caller caller = node.caller(meera.user, ADDRESS);
        SignIn.Browser here = new SignIn.Browser(meera.session.session(), meera.session.device(), ADDRESS);
        assertThat(node.signIn.confirm(caller, new SignIn.Proof(RIGHT, null), here))
                .isInstanceOf(SignIn.Outcome.CodeNeeded.class);
        assertThat(node.signIn.confirm(caller, new SignIn.Proof(RIGHT, "123456"), here))
                .isEqualTo(new SignIn.Outcome.CodeRefused());
        assertThat(node.signIn.changePassword(caller, new SignIn.Proof(RIGHT, null), "the password after", here))
                .isInstanceOf(SignIn.Outcome.CodeNeeded.class);
        assertThat(node.tryAs("confirms@example.com", RIGHT, null, ADDRESS))
                .as("the password is still the same")
                .isInstanceOf(SignIn.Outcome.CodeNeeded.class);
        assertThat(node.signIn.confirm(caller, new SignIn.Proof(RIGHT, code(meera.secret)), here))
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void addingOneEndsAllSessionsThatBeganWithoutIt() {
        UUID meera = node.person("ends@example.com");
        SignIn.Outcome.SignedIn before = (SignIn.Outcome.SignedIn) node.tryAs("ends@example.com", RIGHT, null, ADDRESS);
        TotpSecret secret = offered(meera, "ends@example.com");
        SignIn.Browser here = signedIn("ends@example.com");
        Caller caller = node.caller(meera, ADDRESS);
        assertThat(add(caller, secret, "000000", here)).isEmpty();
        assertThat(isAlive(before)).isTrue();
        OwnSecondFactor.Added added = add(caller, secret, code(secret), here).orElseThrow();
        assertThat(isAlive(before)).isFalse();
        assertThat(isAlive(added.session())).isTrue();
        assertThat(add(caller, secret, code(secret), browser(added.session())))
                .as("a second one")
                .isEmpty();
    }

    @Test
    void changesAskForARecentSignIn() {
        Enrolled meera = new Enrolled("recent@example.com");
        Caller late = node.caller(meera.user, ADDRESS)
                .provedAt(world.clock().instant().minus(Caller.RECENT).minusSeconds(1));
        assertThatThrownBy(() -> world.ask(s -> s.secondFactor().renewCodes(late)))
                .isInstanceOf(RecentSignInRequired.class);
        SignIn.Browser here = browser(meera.session);
        assertThatThrownBy(() -> world.ask(s -> s.secondFactor().remove(late, here)))
                .isInstanceOf(RecentSignInRequired.class);
        SignIn.Outcome.SignedIn after = world.ask(s -> s.secondFactor().remove(node.caller(meera.user, ADDRESS), here))
                .orElseThrow();
        assertThat(isAlive(meera.session)).as("a session that began with it").isFalse();
        assertThat(isAlive(after)).isTrue();
        assertThat(node.tryAs("recent@example.com", RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(node.audited("factor.removed")).isPositive();
    }

    /** A thief of a session keeps the body of a request back until the victim has changed the password. */
    @Test
    void aSessionThatEndedMeanwhileAddsNothing() {
        UUID meera = node.person("held-back@example.com");
        SignIn.Browser thief = signedIn("held-back@example.com");
        TotpSecret secret = offered(meera, "held-back@example.com");
        node.signIn.changePassword(
                node.caller(meera, ADDRESS), new SignIn.Proof(RIGHT, null), "the password after that", stranger());
        assertThat(add(node.caller(meera, ADDRESS), secret, code(secret), thief))
                .isEmpty();
        assertThat(node.tryAs("held-back@example.com", "the password after that", null, ADDRESS))
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    /** A thief of the password may have signed in before, on a browser that is known since then. */
    @Test
    void addingOneForgetsBrowsersThatWereKnown() {
        Enrolled meera = new Enrolled("forgets@example.com");
        SignIn.Browser before = new SignIn.Browser(null, meera.deviceBefore, ADDRESS);
        for (int i = 0; i < 5; i++) {
            assertThat(meera.step("00000" + i)).isEqualTo(new SignIn.Outcome.CodeRefused());
        }
        assertThat(node.signIn.withCode(meera.kept(), code(meera.secret), before))
                .isInstanceOf(SignIn.Outcome.Slowed.class);
    }

    @Test
    void aStrangerHasTwentyTriesAndThenOneADay() {
        Enrolled meera = new Enrolled("patient@example.com");
        int tried = 0;
        for (int hour = 0; hour < 10; hour++) {
            while (meera.step("000000") instanceof SignIn.Outcome.CodeRefused) {
                tried++;
            }
            node.letPass(Duration.ofHours(1));
        }
        assertThat(tried).isEqualTo(20);
        node.letPass(Duration.ofDays(1));
        assertThat(meera.step("000000")).isEqualTo(new SignIn.Outcome.CodeRefused());
        assertThat(meera.step("000000")).isInstanceOf(SignIn.Outcome.Slowed.class);
    }

    private Optional<OwnSecondFactor.Added> add(Caller caller, TotpSecret secret, String code, SignIn.Browser browser) {
        return world.ask(s -> s.secondFactor().add(caller, secret, code, browser));
    }

    private SignIn.Browser signedIn(String email) {
        return browser((SignIn.Outcome.SignedIn) node.tryAs(email, RIGHT, null, ADDRESS));
    }

    private static SignIn.Browser browser(SignIn.Outcome.SignedIn signedIn) {
        return new SignIn.Browser(signedIn.session(), signedIn.device(), ADDRESS);
    }

    private TotpSecret offered(UUID user, String email) {
        Enrolments enrolments = new Enrolments(world.ring(), world.clock());
        Enrolments.Offer offer = enrolments.begin(user, email);
        assertThat(enrolments.open(UUID.randomUUID(), offer.kept()))
                .as("for another person")
                .isEmpty();
        TotpSecret secret = enrolments.open(user, offer.kept()).orElseThrow();
        assertThat(offer.secret().replace(" ", "")).isEqualTo(secret.reveal());
        return secret;
    }

    private String code(TotpSecret secret) {
        return code(secret, world.clock().instant());
    }

    private static String code(TotpSecret secret, Instant at) {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(new Base32().decode(secret.reveal()), "HmacSHA1"), at);
        } catch (java.security.InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private void nextStep() {
        world.clock().turn(STEP);
    }

    private boolean isAlive(SignIn.Outcome.SignedIn signedIn) {
        return world.ask(s -> s.sessions().find(signedIn.session(), Optional.empty(), ADDRESS))
                .isPresent();
    }

    private static SignIn.Browser stranger() {
        return new SignIn.Browser(null, null, ADDRESS);
    }

    private static <T extends @Nullable Object> List<T> atOnce(Callable<T> one, Callable<T> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> each : List.of(one, other)) {
                running.add(threads.submit(() -> {
                    start.await();
                    return each.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        }
    }
}
