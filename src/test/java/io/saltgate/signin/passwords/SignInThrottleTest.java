package io.saltgate.signin.passwords;

import static io.saltgate.signin.SignInNode.RIGHT;
import static io.saltgate.signin.SignInNode.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.signin.SignIn;
import io.saltgate.signin.SignInNode;
import io.saltgate.signin.passwords.TokenBuckets.Bucket;
import io.saltgate.signin.passwords.TokenBuckets.Kind;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
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
public class SignInThrottleTest {

    @Parameter
    TestDatabase database;

    private World world;
    private SignInNode node;
    private World otherWorld;
    private SignInNode otherNode;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        node = new SignInNode(world);
        otherWorld = world.anotherNode();
        otherNode = new SignInNode(otherWorld);
    }

    private final Set<Bucket> taken = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void fillAllBuckets() {
        taken.clear();
        world.tell(s -> s.em().createNativeQuery("delete from throttle").executeUpdate());
    }

    @AfterParameterizedClassInvocation
    void close() {
        otherWorld.close();
        world.close();
    }

    // B67

    @Test
    void aThousandSignInsThatEachForgeAnotherAddressAreLimited() {
        String peer = address();
        Instant began = Instant.now();
        int hashedBefore = node.hashed.get();

        int passed = 0;
        for (int i = 0; i < 1000; i++) {
            String judged = judged(peer, "X-Forwarded-For", "1.2." + i / 250 + "." + i % 250);
            passed += node.passes(name(), WRONG, null, judged) ? 1 : 0;
        }

        assertThat(passed).isBetween(30, 30 + refilled(Kind.ADDRESS, began));
        assertThat(node.hashed.get() - hashedBefore).isEqualTo(passed);
        assertThat(node.rows("throttle")).isLessThan(200);
    }

    @Test
    void aThousandSignInsAsOnePersonFromAsManyRealAddressesAreLimited() {
        String victim = name();
        node.person(victim);
        Instant began = Instant.now();

        int passed = 0;
        for (int i = 0; i < 1000; i++) {
            passed += node.passes(victim, WRONG, null, address()) ? 1 : 0;
        }

        assertThat(passed).isBetween(10, 10 + refilled(Kind.NAME, began));
    }

    @Test
    void newTriesClearAwayTheRowsOfOldOnes() {
        for (int i = 0; i < 500; i++) {
            node.throttle.admit(name(), null, address());
        }
        assertThat(node.rows("throttle")).isGreaterThan(900);
        node.letPass(Duration.ofHours(1));

        for (int i = 0; i < 100; i++) {
            node.throttle.admit(name(), null, address());
        }

        assertThat(node.rows("throttle")).isLessThanOrEqualTo(200);
    }

    @Test
    void keepsNoNameAndNoAddress() {
        node.passes("someone.unmistakable@example.com", WRONG, null, "198.51.100.77");

        List<?> rows = world.ask(
                s -> s.em().createNativeQuery("select kind, slot from throttle").getResultList());
        assertThat(rows).isNotEmpty().allSatisfy(row -> {
            assertThat((String) ((Object[]) row)[0]).isIn("ADDRESS", "NAME", "DEVICE");
            assertThat((Integer) ((Object[]) row)[1]).isBetween(0, SignInThrottle.SLOTS - 1);
        });
    }

    // B68

    @Test
    void anAttackFromManyAddressesSlowsStrangersAndNeverTheOwnerOnAKnownDevice() {
        String owner = name();
        node.person(owner);
        DeviceId device = node.signInFromNewDevice(owner, address());

        int passed = 0;
        for (int i = 0; i < 50; i++) {
            passed += node.passes(owner, WRONG, null, address()) ? 1 : 0;
        }

        assertThat(passed).isBetween(10, 11);
        assertThat(node.tryAs(owner, RIGHT, null, address())).isInstanceOf(SignIn.Outcome.Slowed.class);
        assertThat(node.tryAs(owner, RIGHT, device, address())).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(otherNode.tryAs(owner, RIGHT, device, address())).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void anAttackFromTheOwnersOwnAddressDoesNotShutTheOwnerOut() {
        String owner = name();
        node.person(owner);
        String office = address();
        DeviceId device = node.signInFromNewDevice(owner, office);
        for (int i = 0; i < 40; i++) {
            node.passes(name(), WRONG, null, office);
        }

        assertThat(node.passes(name(), WRONG, null, office)).isFalse();
        assertThat(node.tryAs(owner, RIGHT, device, office)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void triesOnAKnownDeviceAreLimitedToo() {
        String owner = name();
        node.person(owner);
        DeviceId device = node.signInFromNewDevice(owner, address());

        int passed = 0;
        for (int i = 0; i < 20; i++) {
            passed += node.passes(owner, WRONG, device, address()) ? 1 : 0;
        }

        assertThat(passed).isEqualTo(10);
        assertThat(node.tryAs(owner, RIGHT, device, address())).isInstanceOf(SignIn.Outcome.Slowed.class);
        // They counted against the device alone.
        assertThat(node.tryAs(owner, RIGHT, null, address())).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void anotherPersonsDeviceIsAStrangers() {
        String owner = name();
        String attacker = name();
        node.person(owner);
        node.person(attacker);
        DeviceId attackers = node.signInFromNewDevice(attacker, address());

        int passed = 0;
        for (int i = 0; i < 20; i++) {
            DeviceId device = i % 2 == 0 ? attackers : DeviceId.generate();
            passed += node.passes(owner, WRONG, device, address()) ? 1 : 0;
        }

        assertThat(passed).isEqualTo(10);
    }

    // Alike for those that there are and those that there are not

    @Test
    void unknownPeopleAreSlowedAsKnownOnesAre() {
        String known = name();
        node.person(known);
        String unknown = name();

        for (int i = 0; i < 15; i++) {
            SignIn.Outcome ofKnown = node.tryAs(known, WRONG, null, address());
            SignIn.Outcome ofUnknown = node.tryAs(unknown, WRONG, null, address());
            assertThat(ofKnown).hasSameClassAs(ofUnknown);
            assertThat(ofKnown).isInstanceOf(i < 10 ? SignIn.Outcome.Refused.class : SignIn.Outcome.Slowed.class);
            if (ofKnown instanceof SignIn.Outcome.Slowed one && ofUnknown instanceof SignIn.Outcome.Slowed other) {
                assertThat(one.retryAfter()).isCloseTo(other.retryAfter(), Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void onePersonIsOneBucketHoweverTheEmailIsTyped() {
        String name = name();
        for (int i = 0; i < 10; i++) {
            assertThat(node.passes(i % 2 == 0 ? name.toUpperCase() : "  " + name + "\t", WRONG, null, address()))
                    .isTrue();
        }

        assertThat(node.passes(name, WRONG, null, address())).isFalse();
    }

    // Addresses

    @Test
    void anIpv6SubscriberIsOneAddress() {
        for (int i = 0; i < 30; i++) {
            assertThat(node.passes(name(), WRONG, null, "2001:db8:1:2::" + Integer.toHexString(i)))
                    .isTrue();
        }

        assertThat(node.passes(name(), WRONG, null, "2001:db8:1:2:ffff:ffff:ffff:ffff"))
                .isFalse();
        assertThat(node.passes(name(), WRONG, null, "2001:db8:1:3::1")).isTrue();
    }

    @Test
    void addressesThatCannotBeToldAreOne() {
        for (int i = 0; i < 30; i++) {
            assertThat(node.passes(name(), WRONG, null, null)).isTrue();
        }

        assertThat(node.passes(name(), WRONG, null, null)).isFalse();
        assertThat(node.passes(name(), WRONG, null, address())).isTrue();
    }

    @Test
    void theSetUpCodeIsLimitedPerAddressToo() {
        String address = address();
        for (int i = 0; i < 30; i++) {
            assertThat(node.throttle.admitSetup(address)).isInstanceOf(SignInThrottle.Verdict.Admitted.class);
        }

        assertThat(node.throttle.admitSetup(address)).isInstanceOf(SignInThrottle.Verdict.Slowed.class);
        assertThat(node.throttle.admitSetup(address())).isInstanceOf(SignInThrottle.Verdict.Admitted.class);
    }

    // Several nodes, and everything at once

    @Test
    void twoNodesShareTheLimit() {
        String victim = name();
        for (int i = 0; i < 10; i++) {
            assertThat((i % 2 == 0 ? node : otherNode).passes(victim, WRONG, null, address()))
                    .isTrue();
        }

        assertThat(node.passes(victim, WRONG, null, address())).isFalse();
        assertThat(otherNode.passes(victim, WRONG, null, address())).isFalse();
    }

    @Test
    void fortyTriesAtOnceNeverPassMoreThanTheBucketHolds() throws Exception {
        for (int round = 0; round < 5; round++) {
            String victim = name();
            String shared = address();

            assertThat(passedAtOnce(40, i -> node(i).passes(victim, WRONG, null, address())))
                    .isEqualTo(10);
            assertThat(passedAtOnce(40, i -> node(i).passes(name(), WRONG, null, shared)))
                    .isEqualTo(30);
        }
    }

    @Test
    void fortyRefusalsAtOnceAreToldOfOnce() throws Exception {
        String victim = name();
        UUID id = node.person(victim);
        passedAtOnce(10, i -> node(i).passes(victim, WRONG, null, address()));

        assertThat(passedAtOnce(40, i -> node(i).passes(victim, WRONG, null, address())))
                .isZero();

        assertThat(throttledAs(id)).isEqualTo(1);
    }

    // Time

    @Test
    void refillsWithTheClockAndNeverBeyondFull() {
        String victim = name();
        assertThat(passes(victim, 20)).isEqualTo(10);

        node.letPass(Duration.ofSeconds(59));
        assertThat(passes(victim, 1)).isZero();
        node.letPass(Duration.ofSeconds(1));
        assertThat(passes(victim, 5)).isEqualTo(1);
        node.letPass(Duration.ofMinutes(3));
        assertThat(passes(victim, 5)).isEqualTo(3);
        node.letPass(Duration.ofDays(3));
        assertThat(passes(victim, 20)).isEqualTo(10);
    }

    @Test
    void saysHowLongToWait() {
        String victim = name();
        passes(victim, 10);
        node.letPass(Duration.ofSeconds(20));

        SignIn.Outcome.Slowed slowed = (SignIn.Outcome.Slowed) node.tryAs(victim, WRONG, null, address());

        assertThat(slowed.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
        node.letPass(slowed.retryAfter());
        assertThat(node.passes(victim, WRONG, null, address())).isTrue();
    }

    @Test
    void anAddressGetsATryEveryTenSeconds() {
        String address = address();
        for (int i = 0; i < 30; i++) {
            assertThat(node.passes(name(), WRONG, null, address)).isTrue();
        }
        assertThat(node.passes(name(), WRONG, null, address)).isFalse();

        node.letPass(Duration.ofSeconds(10));

        assertThat(node.passes(name(), WRONG, null, address)).isTrue();
        assertThat(node.passes(name(), WRONG, null, address)).isFalse();
    }

    // Success

    @Test
    void successCostsNothingAndResetsNothing() {
        String office = address();
        String colleague = name();
        node.person(colleague);
        for (int i = 0; i < 25; i++) {
            node.passes(name(), WRONG, null, office);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(node.tryAs(colleague, RIGHT, null, office)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        }

        for (int i = 0; i < 5; i++) {
            assertThat(node.passes(name(), WRONG, null, office)).isTrue();
        }
        assertThat(node.passes(name(), WRONG, null, office)).isFalse();
        assertThat(node.tryAs(colleague, RIGHT, null, office)).isInstanceOf(SignIn.Outcome.Slowed.class);
    }

    @Test
    void theOwnersSignInGivesGuessersNothing() {
        String owner = name();
        node.person(owner);
        passes(owner, 9);

        assertThat(node.tryAs(owner, RIGHT, null, address())).isInstanceOf(SignIn.Outcome.SignedIn.class);

        assertThat(passes(owner, 5)).isEqualTo(1);
    }

    @Test
    void quietBucketsLeaveNoRows() {
        try (World quiet = new World(database)) {
            SignInNode alone = new SignInNode(quiet);
            alone.person("meera@example.com");

            alone.signInFromNewDevice("meera@example.com", "198.51.100.7");

            assertThat(alone.rows("throttle")).isZero();
        }
    }

    @Test
    void aTryThatWasNotJudgedIsNotCounted() {
        String owner = name();
        node.person(owner);
        node.busy = true;
        for (int i = 0; i < 20; i++) {
            try {
                node.tryAs(owner, RIGHT, null, address());
            } catch (AttemptQueue.Busy e) {
                // the page answers 503
            }
        }
        node.busy = false;

        assertThat(passes(owner, 20)).isEqualTo(10);
    }

    // The trail

    @Test
    void isToldOfOncePerWindowAndNotPerTry() {
        String victim = name();
        UUID id = node.person(victim);
        passes(victim, 100);
        assertThat(throttledAs(id)).isEqualTo(1);

        node.letPass(Duration.ofMinutes(9));
        passes(victim, 100);
        assertThat(throttledAs(id)).isEqualTo(1);

        node.letPass(Duration.ofMinutes(2));
        passes(victim, 100);
        assertThat(throttledAs(id)).isEqualTo(2);
    }

    @Test
    void theTrailNeverHoldsTheNameAsTyped() {
        String password = "a password typed in the wrong field";
        passes(password, 30);

        List<?> texts = world.ask(s -> s.em().createNativeQuery(
                        "select coalesce(subject, '') || parameters from audit_entry where code = 'signin.throttled'")
                .getResultList());
        assertThat(texts)
                .isNotEmpty()
                .allSatisfy(text -> assertThat((String) text).doesNotContain("password"));
    }

    // Re-confirmation

    @Test
    void aReconfirmationCountsAsASignInDoes() {
        String owner = name();
        UUID id = node.person(owner);
        SignIn.Browser stranger = new SignIn.Browser(SessionId.generate(), null, address());
        passes(owner, 5);

        for (int i = 0; i < 5; i++) {
            assertThat(node.signIn.confirm(
                            node.caller(id, stranger.address()), new SignIn.Proof(WRONG, null), stranger))
                    .isInstanceOf(SignIn.Outcome.Refused.class);
        }
        assertThat(node.signIn.confirm(node.caller(id, stranger.address()), new SignIn.Proof(RIGHT, null), stranger))
                .isInstanceOf(SignIn.Outcome.Slowed.class);
        assertThat(node.passes(owner, WRONG, null, address())).isFalse();
    }

    @Test
    void theOwnerConfirmsOnTheOwnDeviceDuringAnAttack() {
        String owner = name();
        UUID id = node.person(owner);
        SignIn.Outcome.SignedIn in = (SignIn.Outcome.SignedIn) node.tryAs(owner, RIGHT, null, address());
        passes(owner, 20);

        SignIn.Outcome confirmed = node.signIn.confirm(
                node.caller(id, address()),
                new SignIn.Proof(RIGHT, null),
                new SignIn.Browser(in.session(), in.device(), address()));

        assertThat(confirmed).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(((SignIn.Outcome.SignedIn) confirmed).session().hash())
                .isNotEqualTo(in.session().hash());
    }

    private SignInNode node(int i) {
        return i % 2 == 0 ? node : otherNode;
    }

    /** How many of so many tries, each from an address of its own, are judged. */
    private long passes(String name, int tries) {
        return IntStream.range(0, tries)
                .filter(i -> node.passes(name, WRONG, null, address()))
                .count();
    }

    private static long passedAtOnce(int times, IntFunction<Boolean> attempt) throws Exception {
        CyclicBarrier start = new CyclicBarrier(times);
        List<Callable<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int number = i;
            tries.add(() -> {
                start.await();
                return attempt.apply(number);
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(times)) {
            long passed = 0;
            for (Future<Boolean> future : pool.invokeAll(tries)) {
                passed += future.get() ? 1 : 0;
            }
            return passed;
        }
    }

    private long throttledAs(UUID user) {
        return world.ask(s -> ((Number) s.em().createNativeQuery(
                                "select count(*) from audit_entry where code = 'signin.throttled' and subject = ?1")
                        .setParameter(1, user.toString())
                        .getSingleResult())
                .longValue());
    }

    private static int refilled(Kind kind, Instant since) {
        return (int) (Duration.between(since, Instant.now()).dividedBy(kind.interval()) + 1);
    }

    /** Names and addresses may share a slot; those of one test don't, or its counts would be chance. */
    private String name() {
        return unshared(Kind.NAME, () -> UUID.randomUUID() + "@example.com");
    }

    private String address() {
        return unshared(Kind.ADDRESS, () -> {
            UUID random = UUID.randomUUID();
            return IpAddresses.parse("2001:db8:" + Long.toHexString(random.getMostSignificantBits() >>> 48) + ":"
                            + Long.toHexString(random.getLeastSignificantBits() & 0xFFFF) + "::1")
                    .orElseThrow()
                    .toCanonicalString();
        });
    }

    private String unshared(Kind kind, Supplier<String> made) {
        return Stream.generate(made)
                .filter(one -> taken.add(
                        kind == Kind.ADDRESS ? node.throttle.addressBucket(one) : node.throttle.bucket(kind, one)))
                .findFirst()
                .orElseThrow();
    }

    /** As the request's caller has it: no gateway is believed. */
    private static String judged(String peer, String header, String forged) {
        return ClientAddress.of(peer, List.of(forged), new GatewaySettings(List.of(), header))
                .map(IPAddress::toCanonicalString)
                .orElseThrow();
    }
}
