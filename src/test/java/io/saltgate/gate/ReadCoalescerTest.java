package io.saltgate.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.testing.Eventually;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadCoalescerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Answers as many statements as it is let. */
    private static final class Source implements GateSource {
        final Queue<List<List<String>>> statements = new ConcurrentLinkedQueue<>();
        final Semaphore let = new Semaphore(0);
        volatile boolean away;
        volatile @Nullable List<String> unreadable;

        @Override
        public List<Supplier<AccountReading>> readAccounts(List<List<String>> tokens) throws SQLException {
            statements.add(tokens);
            let.acquireUninterruptibly();
            if (away) {
                throw new SQLException("away");
            }
            return tokens.stream()
                    .map(token -> (Supplier<AccountReading>) () -> reading(token))
                    .toList();
        }

        private AccountReading reading(List<String> token) {
            if (token.equals(unreadable)) {
                throw new IllegalArgumentException("a mode that nobody knows");
            }
            return new AccountReading(token.getFirst(), owner(token), null, Instant.EPOCH);
        }

        @Override
        public ChangeReading readChanges(@Nullable ChangeReading before) {
            throw new UnsupportedOperationException();
        }
    }

    private final Source source = new Source();
    private final DecisionCache cache = new DecisionCache(10_000_000);
    private final ReadCoalescer reads = new ReadCoalescer(source, cache);
    private final ExecutorService calls = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        source.let.release(1_000);
        calls.close();
    }

    @Test
    void readsTogetherWhatComesWhileOthersAreRead() {
        List<CompletableFuture<@Nullable AccountReading>> first = call(0, GateStore.MAX_READS);
        awaitStatements(GateStore.MAX_READS);
        List<CompletableFuture<@Nullable AccountReading>> waiting = call(10, ReadCoalescer.MAX_BATCH + 3);
        awaitWaiting(ReadCoalescer.MAX_BATCH + 3);

        source.let.release(1);
        awaitStatements(GateStore.MAX_READS + 1);
        source.let.release(1); // one after the other: two that end at once begin the next in any order
        awaitStatements(GateStore.MAX_READS + 2);

        assertThat(source.statements.stream().map(List::size).skip(GateStore.MAX_READS))
                .containsExactly(ReadCoalescer.MAX_BATCH, 3);
        source.let.release(100);
        assertOwn(0, first);
        assertOwn(10, waiting);
    }

    @Test
    void remembersWhatItReadForEach() {
        source.let.release(100);

        assertOwn(0, call(0, 20));

        assertThat(IntStream.range(0, 20).mapToObj(i -> cache.findOwner(token(i).getFirst())))
                .doesNotContainNull();
    }

    @Test
    void whoWaitsTooLongHearsThatAndIsNotReadFor() {
        call(0, GateStore.MAX_READS);
        awaitStatements(GateStore.MAX_READS);

        assertThat(reads.read(token(10))).isNull();

        source.let.release(100);
        assertOwn(20, call(20, 1));
        assertThat(source.statements).noneMatch(tokens -> tokens.contains(token(10)));
    }

    /** Each holds one of the server's threads, which calls need that are decided from memory. */
    @Test
    void onlySoManyWait() {
        call(0, GateStore.MAX_READS);
        awaitStatements(GateStore.MAX_READS);
        List<CompletableFuture<@Nullable AccountReading>> more = call(10, ReadCoalescer.MAX_WAITING + 50);
        int most = 0;
        while (!more.stream().allMatch(CompletableFuture::isDone)) {
            most = Math.max(most, reads.waiting());
        }

        assertThat(most).isBetween(1, ReadCoalescer.MAX_WAITING);
    }

    @Test
    void whoIsInterruptedWhileItWaitsIsNotReadFor() throws InterruptedException {
        call(0, GateStore.MAX_READS);
        awaitStatements(GateStore.MAX_READS);
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            reads.read(token(10));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        waiting.start();
        awaitWaiting(1);

        waiting.interrupt();
        waiting.join();

        assertThat(stillInterrupted).isTrue();
        assertThat(reads.waiting()).isZero();
        source.let.release(100);
        assertOwn(20, call(20, 40));
    }

    @Test
    void failuresTakeNoReadAway() {
        source.let.release(100);
        source.away = true;
        assertThat(call(0, 40).stream().map(CompletableFuture::join)).containsOnlyNulls();

        source.away = false;

        assertOwn(0, call(0, 40));
    }

    @Test
    void whatCantBeReadOfOneAccountIsNoneOfTheOthersBusiness() {
        source.unreadable = token(11);
        call(0, GateStore.MAX_READS);
        awaitStatements(GateStore.MAX_READS);
        List<CompletableFuture<@Nullable AccountReading>> waiting = call(10, 3);
        awaitWaiting(3);
        source.let.release(100);

        assertThatThrownBy(waiting.get(1)::join).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(waiting.get(0).join()).isNotNull();
        assertThat(waiting.get(2).join()).isNotNull();
    }

    private List<CompletableFuture<@Nullable AccountReading>> call(int from, int count) {
        List<CompletableFuture<@Nullable AccountReading>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> token = token(from + i);
            all.add(CompletableFuture.supplyAsync(() -> reads.read(token), calls));
        }
        return all;
    }

    private void awaitStatements(int count) {
        Eventually.await("statements", PATIENCE, () -> source.statements.size() == count);
    }

    private void awaitWaiting(int count) {
        Eventually.await("calls that wait", PATIENCE, () -> reads.waiting() == count);
    }

    private static void assertOwn(int from, List<CompletableFuture<@Nullable AccountReading>> calls) {
        for (int i = 0; i < calls.size(); i++) {
            AccountReading reading = calls.get(i).join();
            assertThat(reading).isNotNull();
            assertThat(reading.owner()).isEqualTo(owner(token(from + i)));
        }
    }

    private static TokenOwner owner(List<String> token) {
        UUID id = UUID.nameUUIDFromBytes(token.getFirst().getBytes(US_ASCII));
        return new TokenOwner(id, id);
    }

    private static List<String> token(int number) {
        return List.of("hash of " + number);
    }
}
