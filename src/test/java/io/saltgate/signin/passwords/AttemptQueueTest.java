package io.saltgate.signin.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.signin.passwords.AttemptQueue.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** C8: who waits for a hash, how many do, and who hears at once that there is no place. */
class AttemptQueueTest {

    private final AttemptQueue queue = new AttemptQueue();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger hashing = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private final AtomicInteger mostHashing = new AtomicInteger();

    @Test
    void aFloodHoldsFewThreadsAndTheRestHearAtOnce() throws Exception {
        List<Duration> refused = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch start = new CountDownLatch(1);
            Callable<Duration> attempt = () -> {
                start.await();
                Instant began = Instant.now();
                try {
                    hash(Priority.STRANGER);
                    return Duration.ZERO;
                } catch (AttemptQueue.Busy e) {
                    return Duration.between(began, Instant.now());
                }
            };
            List<Future<Duration>> attempts =
                    Stream.generate(() -> pool.submit(attempt)).limit(690).toList();
            start.countDown();
            for (Future<Duration> each : attempts) {
                if (!each.get().isZero()) {
                    refused.add(each.get());
                }
            }
        }

        assertThat(mostInside).hasValueLessThanOrEqualTo(AttemptQueue.STRANGERS);
        assertThat(mostHashing).hasValueLessThanOrEqualTo(AttemptQueue.TURNS);
        assertThat(refused).hasSizeGreaterThan(500).allMatch(time -> time.toMillis() < 500);
    }

    @Test
    void strangersDoNotKeepSomeoneKnownOut() throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger stop = new AtomicInteger();
            for (int i = 0; i < 200; i++) {
                pool.submit(() -> {
                    while (stop.get() == 0) {
                        try {
                            hash(Priority.STRANGER);
                        } catch (AttemptQueue.Busy e) {
                            Thread.sleep(1);
                        }
                    }
                    return null;
                });
            }
            for (int i = 0; i < 20; i++) {
                Instant began = Instant.now();
                hash(Priority.KNOWN);
                assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(1));
            }
            stop.set(1);
        }
    }

    @Test
    void strangersHashHalfOfTheTimeAtMost() throws Exception {
        AtomicLong hashed = new AtomicLong();
        Callable<Integer> attempt = () -> {
            try (AttemptQueue.Place place = queue.enter(Priority.STRANGER)) {
                return place.compute(() -> {
                    long began = System.nanoTime();
                    pause();
                    hashed.addAndGet(System.nanoTime() - began);
                    return 1;
                });
            }
        };
        long began = System.nanoTime();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> each : pool.invokeAll(Collections.nCopies(AttemptQueue.STRANGERS, attempt))) {
                each.get();
            }
        }

        assertThat((System.nanoTime() - began) * AttemptQueue.TURNS).isGreaterThanOrEqualTo(2 * hashed.get());
    }

    @Test
    void nobodyWaitsLongerThanTwoSecondsForATurn() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AttemptQueue.TURNS; i++) {
                CountDownLatch begun = new CountDownLatch(1);
                pool.submit(() -> {
                    try (AttemptQueue.Place place = queue.enter(Priority.KNOWN)) {
                        return place.compute(() -> {
                            begun.countDown();
                            await(end);
                            return "";
                        });
                    }
                });
                begun.await();
            }
            for (Priority priority : Priority.values()) {
                Instant began = Instant.now();
                assertThatThrownBy(() -> hash(priority)).isInstanceOf(AttemptQueue.Busy.class);
                assertThat(Duration.between(began, Instant.now()))
                        .isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(4));
            }
            end.countDown();
        }
        hash(Priority.STRANGER);
    }

    @Test
    void aPlaceAndATurnComeBackWhateverHappens() {
        for (int i = 0; i < 2 * AttemptQueue.KNOWN; i++) {
            for (Priority priority : Priority.values()) {
                assertThatThrownBy(() -> {
                            try (AttemptQueue.Place place = queue.enter(priority)) {
                                place.compute(() -> {
                                    throw new IllegalStateException("the hash failed");
                                });
                            }
                        })
                        .hasMessage("the hash failed");
            }
        }
    }

    private void hash(Priority priority) {
        try (AttemptQueue.Place place = queue.enter(priority)) {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                place.compute(() -> {
                    mostHashing.accumulateAndGet(hashing.incrementAndGet(), Math::max);
                    pause();
                    return hashing.decrementAndGet();
                });
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
