package io.saltgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Eventually;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.events.Deliveries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node's sending over a real queue, with attempts that do what a test wants. */
class DispatcherTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String RECEIVER = "http://127.0.0.1:9/hook";

    private World world;
    private Scene scene;
    private Dispatcher dispatcher;
    private List<Thread> threads = List.of();

    @BeforeEach
    void open() {
        world = new World(TestDatabase.H2);
        scene = Scene.in(world);
    }

    @AfterEach
    void close() throws InterruptedException {
        dispatcher.stop(5_000);
        for (Thread thread : threads) {
            thread.join();
        }
        world.close();
    }

    private void start(Function<Claim, Claim.Report> attempts) {
        DeliveryQueue queue = new DeliveryQueue(world.database().dataSource(), Duration.ofMinutes(1), 9);
        dispatcher = new Dispatcher(
                queue,
                new DeliveryReports(world.database().dataSource()),
                attempts,
                (target, reason) -> {},
                World.WEBHOOKS,
                world.clock());
        threads = List.of(
                Thread.ofPlatform().start(dispatcher::claim),
                Thread.ofPlatform().start(dispatcher::write));
    }

    @Test
    void sendsAllThatIsThereOnce() {
        scene.add(RECEIVER);
        scene.add(RECEIVER);
        for (int i = 0; i < 60; i++) {
            scene.tell("document.completed", "d" + i);
        }
        AtomicInteger calls = new AtomicInteger();
        start(claim -> {
            calls.incrementAndGet();
            return Scene.report(Attempt.Outcome.SUCCEEDED);
        });

        Eventually.await("all are sent", SOON, () -> dispatcher.succeeded() == 120);
        assertThat(calls).hasValue(120);
        assertThat(dispatcher.underWay()).isZero();
        assertThat(scene.deliveries()).extracting(Deliveries.Line::state).containsOnly(Delivery.State.SUCCEEDED);
    }

    /** B51 */
    @Test
    void neverHasMoreUnderWayForAnEndpointThanItsCap() {
        scene.add(RECEIVER);
        for (int i = 0; i < 40; i++) {
            scene.tell("document.completed", "d" + i);
        }
        AtomicInteger present = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        start(claim -> {
            most.accumulateAndGet(present.incrementAndGet(), Math::max);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            present.decrementAndGet();
            return Scene.report(Attempt.Outcome.SUCCEEDED);
        });

        Eventually.await("all are sent", SOON, () -> dispatcher.succeeded() == 40);
        assertThat(most.get()).isBetween(2, World.WEBHOOKS.endpointConcurrency());
    }

    /** B51 */
    @Test
    void anEndpointThatHangsLeavesTheOthersTheirSlots() {
        Scene other = Scene.in(world);
        Endpoint hanging = scene.add(RECEIVER);
        other.add(RECEIVER);
        for (int i = 0; i < 100; i++) {
            scene.tell("document.completed", "d" + i);
        }
        CountDownLatch end = new CountDownLatch(1);
        Set<String> arrived = ConcurrentHashMap.newKeySet();
        start(claim -> {
            if (claim.target().key().equals(hanging.key())) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return Scene.report(Attempt.Outcome.TIMEOUT);
            }
            arrived.add(claim.facts().documentId());
            return Scene.report(Attempt.Outcome.SUCCEEDED);
        });
        Eventually.await("it hangs", SOON, () -> dispatcher.underWay() == World.WEBHOOKS.endpointConcurrency());

        for (int i = 0; i < 20; i++) {
            other.tell("document.completed", "o" + i);
        }
        Eventually.await("the other's arrive", SOON, () -> arrived.size() == 20);
        end.countDown();
    }

    @Test
    void anAttemptThatBreaksOffGivesItsSlotBackAndIsMadeAgain() {
        scene.add(RECEIVER);
        scene.tell("document.completed", "d1");
        AtomicInteger calls = new AtomicInteger();
        start(claim -> {
            if (calls.incrementAndGet() == 1) {
                throw new StackOverflowError("as deep as it goes");
            }
            return Scene.report(Attempt.Outcome.SUCCEEDED);
        });

        Eventually.await("it is sent in the end", SOON, () -> dispatcher.succeeded() == 1);
        assertThat(scene.attempts(scene.deliveries().getFirst().delivery().id()))
                .extracting(Attempt::outcome)
                .containsExactly(Attempt.Outcome.INTERNAL, Attempt.Outcome.SUCCEEDED);
    }

    /** C12: what one receiver put off at once doesn't come back at once, and never before the time it asked for. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoHundredThatWerePutOffComeBackOneByOne(boolean asDate) {
        Duration asked = Duration.ofMinutes(10);
        scene.add(RECEIVER);
        for (int i = 0; i < 200; i++) {
            scene.tell("document.completed", "d" + i);
        }
        Instant until = Instant.now().plus(asked).plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
        String retryAfter = asDate
                ? DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC))
                : Long.toString(asked.toSeconds());
        Instant start = Instant.now();
        start(claim -> Scene.report(Attempt.Outcome.REJECTED, retryAfter));

        Eventually.await("all were tried", SOON, () -> dispatcher.failed() == 200);
        List<Instant> due = scene.deliveries().stream()
                .map(line -> line.delivery().dueAt())
                .sorted()
                .toList();
        assertThat(due.getFirst()).isAfterOrEqualTo(asDate ? until : start.plus(asked));
        assertThat(Duration.between(due.getFirst(), due.getLast())).isGreaterThanOrEqualTo(asked.dividedBy(5));
        assertThat(due.getLast())
                .isBefore(Instant.now().plus(asked.multipliedBy(5).dividedBy(4)).plusSeconds(2));
    }

    /** One report that no database takes must not take the others with it. */
    @Test
    void aReportThatCantBeWrittenHarmsNoOther() {
        scene.add(RECEIVER);
        for (int i = 0; i < 8; i++) {
            scene.tell("document.completed", "d" + i);
        }
        CountDownLatch all = new CountDownLatch(8);
        start(claim -> {
            all.countDown();
            try {
                all.await(); // so that they are written together
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Claim.Report good = Scene.report(Attempt.Outcome.SUCCEEDED);
            return claim.facts().documentId().equals("d3")
                    ? new Claim.Report(
                            good.beganAt(),
                            3,
                            good.outcome(),
                            200,
                            "",
                            new Claim.Sent(
                                    "an address of more than forty-five characters, which is none", "", "", null),
                            Claim.Answer.NONE,
                            good.retryAfter())
                    : good;
        });

        Eventually.await(
                "the others are written",
                SOON,
                () -> scene.deliveries().stream()
                                .filter(line -> line.state() == Delivery.State.SUCCEEDED)
                                .count()
                        == 7);
    }
}
