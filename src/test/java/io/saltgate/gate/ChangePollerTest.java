package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangePollerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final class Source implements GateSource {
        final AtomicInteger polls = new AtomicInteger();
        final Semaphore let = new Semaphore(0);
        volatile boolean held;
        volatile boolean away;

        @Override
        public List<Supplier<AccountReading>> readAccounts(List<List<String>> tokens) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChangeReading readChanges(@Nullable ChangeReading before) throws SQLException {
            polls.incrementAndGet();
            if (held) {
                let.acquireUninterruptibly();
            }
            if (away) {
                throw new SQLException("away");
            }
            return new ChangeReading(new UUID(0, 1), 1, null, Set.of(), Instant.EPOCH);
        }
    }

    private final Source source = new Source();
    private volatile Optional<String> objection = Optional.empty();
    /** With a bound that no test waits for. */
    private final ChangePoller poller =
            new ChangePoller(source, new DecisionCache(1_000_000), Duration.ofMinutes(1), reading -> objection);

    @AfterEach
    void stop() {
        poller.stop();
        source.held = false;
        source.let.release(1_000);
    }

    private void start() {
        new Thread(poller).start();
        Eventually.await("the first poll", PATIENCE, () -> poller.age().isPresent());
    }

    @Test
    void aHintBringsThePollForward() {
        start();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int before = source.polls.get();
            long hinted = System.nanoTime();
            poller.hint();
            Eventually.await("a poll", PATIENCE, () -> source.polls.get() > before);
            waits.add((System.nanoTime() - hinted) / 1_000_000);
        }

        assertThat(waits.stream().sorted().toList().get(5))
                .as("half of %s", waits)
                .isLessThan(100);
    }

    @Test
    void hintsDuringAPollMakeOneMore() {
        start();
        source.held = true;
        int before = source.polls.get();
        poller.hint();
        Eventually.await("a poll", PATIENCE, () -> source.polls.get() == before + 1);
        for (int i = 0; i < 100; i++) {
            poller.hint();
        }
        source.let.release();
        Eventually.await("one more", PATIENCE, () -> source.polls.get() == before + 2);
        long ended = System.nanoTime();
        source.let.release();
        Eventually.await("the steady one", PATIENCE, () -> source.polls.get() == before + 3);

        assertThat(Duration.ofNanos(System.nanoTime() - ended)).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void aStreamOfHintsPollsAHundredTimesASecondAtMost() {
        start();
        int before = source.polls.get();
        long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
        while (System.nanoTime() < end) {
            poller.hint();
        }

        assertThat(source.polls.get() - before).isBetween(5, 52);
    }

    @Test
    void aCallWithAReceiptWaitsForOnePollThatBeganAfterIt() {
        start();
        source.held = true;
        int before = source.polls.get();
        poller.hint();
        Eventually.await("a poll", PATIENCE, () -> source.polls.get() == before + 1);
        CompletableFuture<@Nullable Lease> waiting = CompletableFuture.supplyAsync(poller::awaitNext);
        Eventually.pause(50);
        source.let.release();
        Eventually.await("its own", PATIENCE, () -> source.polls.get() == before + 2);
        assertThat(waiting).isNotDone();
        source.let.release();

        assertThat(waiting).succeedsWithin(PATIENCE).isNotNull();
    }

    @Test
    void aCallWithAReceiptDoesNotOutwaitAPollThatFails() {
        start();
        source.away = true;

        long began = System.nanoTime();
        assertThat(poller.awaitNext()).isNull();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(ChangePoller.PATIENCE);
    }

    @Test
    void callsWithReceiptsHavePlacesOfTheirOwn() throws Exception {
        start();
        source.held = true;
        CountDownLatch asked = new CountDownLatch(ChangePoller.MAX_WAITING_WITH_RECEIPT);
        List<CompletableFuture<@Nullable Lease>> waiting = new ArrayList<>();
        for (int i = 0; i < ChangePoller.MAX_WAITING_WITH_RECEIPT; i++) {
            CompletableFuture<@Nullable Lease> outcome = new CompletableFuture<>();
            new Thread(() -> {
                        asked.countDown();
                        outcome.complete(poller.awaitNext());
                    })
                    .start();
            waiting.add(outcome);
        }
        asked.await();
        Eventually.pause(100);
        long began = System.nanoTime();

        assertThat(poller.awaitNext()).as("one too many").isNull();
        assertThat(poller.await()).as("a call without").isNotNull();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
        source.held = false;
        source.let.release(1_000);
        waiting.forEach(each -> assertThat(each).succeedsWithin(PATIENCE));
    }

    @Test
    void aClosedGateHasNoLeaseAndKeepsNoCallWaiting() {
        start();
        objection = Optional.of("older than before");
        poller.hint();
        Eventually.await("closed", PATIENCE, () -> poller.closed().isPresent());
        Eventually.await("without a lease", PATIENCE, () -> poller.age().isEmpty());
        long began = System.nanoTime();

        assertThat(poller.await()).isNull();
        assertThat(poller.awaitNext()).isNull();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(100));
        objection = Optional.empty();
        poller.hint();
        Eventually.await("open", PATIENCE, () -> poller.closed().isEmpty());
        assertThat(poller.await()).isNotNull();
        assertThat(poller.awaitNext()).isNotNull();
    }

    @Test
    void aPollThatClosesTheGateTurnsWaitingCallsAway() {
        start();
        source.held = true;
        int before = source.polls.get();
        poller.hint();
        Eventually.await("a poll", PATIENCE, () -> source.polls.get() == before + 1);
        CompletableFuture<@Nullable Lease> waiting = CompletableFuture.supplyAsync(poller::awaitNext);
        Eventually.pause(50);
        objection = Optional.of("older than before");
        source.held = false;
        source.let.release();

        assertThat(waiting).succeedsWithin(Duration.ofMillis(500)).isNull();
    }

    @Test
    void aClosedGateStaysClosedWhileThePollFails() {
        start();
        objection = Optional.of("older than before");
        poller.hint();
        Eventually.await("closed", PATIENCE, () -> poller.age().isEmpty());
        source.away = true;
        int before = source.polls.get();
        poller.hint();
        Eventually.await("a poll that fails", PATIENCE, () -> source.polls.get() > before + 1);

        assertThat(poller.closed()).isPresent();
        assertThat(poller.await()).isNull();
    }
}
