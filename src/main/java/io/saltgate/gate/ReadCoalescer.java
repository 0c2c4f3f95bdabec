package io.saltgate.gate;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Coalesces concurrent cache misses: at most two statements run at a time, so that the poll always finds a connection.
 * Calls that arrive meanwhile wait, and the next statement reads for up to sixteen of them. It begins after each of
 * these calls did, which the revocation bound requires; a result that another call began to read earlier must not be
 * used.
 */
final class ReadCoalescer {

    /** Not more, since an account with the longest list makes the others of its batch wait. */
    static final int MAX_BATCH = 16;

    private static final System.Logger LOG = System.getLogger(ReadCoalescer.class.getName());

    /**
     * Further calls can't be decided at once: each waiting call holds one of the server's threads, and others need
     * some.
     */
    static final int MAX_WAITING = 128;

    /** The end of a call's wait. */
    private sealed interface Outcome {

        /** The call reads for all of these; it is the first of them itself. */
        record Leader(List<Miss> together) implements Outcome {}

        /** @param mark taken before it was read */
        record Found(DecisionCache.Mark mark, Supplier<AccountReading> reading) implements Outcome {}

        record Failed() implements Outcome {}
    }

    /** A call that needs a read. */
    private record Miss(List<String> hashes, CompletableFuture<Outcome> outcome) {}

    private final GateSource source;
    private final DecisionCache cache;
    private final ReentrantLock lock = new ReentrantLock();
    private final LongAdder count = new LongAdder();

    // Both under the lock; nobody waits while a read is free.
    private final Deque<Miss> waiting = new ArrayDeque<>();
    private int free = GateStore.MAX_READS;

    ReadCoalescer(GateSource source, DecisionCache cache) {
        this.source = source;
        this.cache = cache;
    }

    /** The number of reads that were begun. */
    long count() {
        return count.sum();
    }

    /**
     * Reads a token's account and caches it; null if that isn't possible now.
     *
     * @param hashes under which the token may be found, first the one that it would have now
     */
    @Nullable
    AccountReading read(List<String> hashes) {
        if (Thread.currentThread().isInterrupted()) {
            return null; // a read would close H2's file
        }
        Miss mine = new Miss(hashes, new CompletableFuture<>());
        try {
            Outcome atOnce = enter(mine);
            return finish(atOnce == null ? await(mine) : atOnce);
        } catch (InterruptedException e) {
            try {
                return finish(leave(mine));
            } finally {
                Thread.currentThread().interrupt(); // only now, for the same reason
            }
        }
    }

    private @Nullable AccountReading finish(Outcome outcome) {
        Outcome last = outcome instanceof Outcome.Leader lead ? lead(lead.together()) : outcome;
        if (last instanceof Outcome.Found found) {
            AccountReading reading = found.reading().get();
            cache.fill(found.mark(), reading);
            return reading;
        }
        return null;
    }

    /** The number of waiting calls. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Null if it is to wait. */
    private @Nullable Outcome enter(Miss miss) {
        lock.lock();
        try {
            if (free > 0) {
                free--;
                return new Outcome.Leader(List.of(miss));
            }
            if (waiting.size() >= MAX_WAITING) {
                return new Outcome.Failed();
            }
            waiting.add(miss);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Outcome await(Miss miss) throws InterruptedException {
        try {
            return miss.outcome().get(ChangePoller.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return leave(miss);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a outcome never completes exceptionally", e);
        }
    }

    /** Gives up, unless the call leads others by now or is being read for: then it waits for its outcome. */
    private Outcome leave(Miss miss) {
        lock.lock();
        try {
            if (waiting.remove(miss)) {
                return new Outcome.Failed();
            }
        } finally {
            lock.unlock();
        }
        return miss.outcome().join();
    }

    /** @return the leader's own outcome */
    private Outcome lead(List<Miss> together) {
        List<Outcome> outcomes = new ArrayList<>();
        try {
            DecisionCache.Mark mark = cache.mark();
            count.increment();
            source.readAccounts(together.stream().map(Miss::hashes).toList())
                    .forEach(reading -> outcomes.add(new Outcome.Found(mark, reading)));
        } catch (SQLException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the gate can''t read an account from the database; the call can''t be decided: {0}",
                    e.getMessage());
        } finally {
            handOn();
            for (int i = outcomes.size(); i < together.size(); i++) {
                outcomes.add(new Outcome.Failed());
            }
            for (int i = 1; i < together.size(); i++) {
                together.get(i).outcome().complete(outcomes.get(i));
            }
        }
        return outcomes.getFirst();
    }

    private void handOn() {
        List<Miss> next = new ArrayList<>();
        lock.lock();
        try {
            while (next.size() < MAX_BATCH && !waiting.isEmpty()) {
                next.add(waiting.remove());
            }
            if (next.isEmpty()) {
                free++;
            }
        } finally {
            lock.unlock();
        }
        if (!next.isEmpty()) {
            next.getFirst().outcome().complete(new Outcome.Leader(next));
        }
    }
}
