package io.saltgate.gate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Polls the change feed, applies each change to the cache, and only then publishes the {@link Lease} that decisions
 * need. One thread runs it: at a steady interval, whenever a call waits, and soon after a hint that something changed.
 */
final class ChangePoller implements Runnable {

    /**
     * How long a call waits for a poll, and one that needs a read for its turn: through a long garbage collection or a
     * second of too little processor time, and for less than the two seconds that the gateways' samples wait for an
     * answer.
     */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration INTERVAL = Duration.ofMillis(200);

    /**
     * The pause between failing polls while calls wait, so that a poll that fails at once isn't repeated in a busy
     * loop.
     */
    private static final Duration PAUSE = Duration.ofMillis(20);

    /**
     * The least pause after a poll before one that a hint or a receipt asks for: neither a stream of changes nor
     * callers make the node poll more than a hundred times a second.
     */
    static final Duration FLOOR = Duration.ofMillis(10);

    /** Further calls can't be decided at once: each waiting call holds one of the server's threads. */
    private static final int MAX_WAITING = 64;

    /** As {@link #MAX_WAITING}, for calls whose receipt is newer than the lease. They take no place of the others. */
    static final int MAX_WAITING_WITH_RECEIPT = 16;

    private static final System.Logger LOG = System.getLogger(ChangePoller.class.getName());

    private final GateSource source;
    private final DecisionCache cache;
    private final Duration bound;
    private final Function<ChangeReading, Optional<String>> objection;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition polled = lock.newCondition();

    // Under the lock.
    private int waiting;
    private int waitingWithReceipt;
    private boolean hinted;
    private long lastBegan = System.nanoTime();

    private volatile @Nullable Lease lease;
    private volatile boolean stopped;

    /** Why the gate is closed; empty while it is not. */
    private volatile Optional<String> closed = Optional.empty();

    // Of the polling thread.
    private @Nullable ChangeReading last;
    private boolean failing;

    /**
     * @param objection says in a sentence why nothing may be decided by what was read, such as from a database that is
     *     older than one that was read before
     */
    ChangePoller(
            GateSource source,
            DecisionCache cache,
            Duration bound,
            Function<ChangeReading, Optional<String>> objection) {
        this.source = source;
        this.cache = cache;
        this.bound = bound;
        this.objection = objection;
    }

    @Override
    public void run() {
        while (!stopped) {
            poll();
            rest();
        }
    }

    /** Has the next poll come soon: something has changed. Hints that come while a poll runs make one more together. */
    void hint() {
        lock.lock();
        try {
            hinted = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        stopped = true;
        lock.lock();
        try {
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The time since the last poll that succeeded began; empty before the first. */
    Optional<Duration> age() {
        return Optional.ofNullable(lease).map(last -> Duration.ofNanos(System.nanoTime() - last.beganNanos()));
    }

    /** Waits for a valid lease; null if none came in time. */
    @Nullable
    Lease await() {
        long now = System.nanoTime();
        Lease present = lease;
        return present != null && present.holds(now, System.currentTimeMillis(), bound) ? present : awaitPollSince(now);
    }

    private @Nullable Lease awaitPollSince(long began) {
        lock.lock();
        try {
            if (waiting >= MAX_WAITING || closed.isPresent()) {
                return null;
            }
            waiting++;
            try {
                return awaitPoll(began, false);
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for one poll that begins from now on, for a call with a receipt that is newer than the lease; null if there
     * was no place to wait, or that poll failed, closed the gate or didn't end in
     * time.
     */
    @Nullable
    Lease awaitNext() {
        long now = System.nanoTime();
        lock.lock();
        try {
            if (waitingWithReceipt >= MAX_WAITING_WITH_RECEIPT || closed.isPresent()) {
                return null;
            }
            waitingWithReceipt++;
            try {
                return awaitPoll(now, true);
            } finally {
                waitingWithReceipt--;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Under the lock.
     *
     * @param once give up after a poll that failed
     */
    private @Nullable Lease awaitPoll(long began, boolean once) {
        try {
            wanted.signal();
            long left = PATIENCE.toNanos();
            while (left > 0) {
                Lease present = lease;
                if (present != null && present.beganNanos() - began >= 0) {
                    return present;
                }
                if (closed.isPresent() || once && lastBegan - began >= 0) {
                    return null;
                }
                left = polled.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    void poll() {
        long beganNanos = System.nanoTime();
        long beganMillis = System.currentTimeMillis();
        try {
            ChangeReading reading = source.readChanges(last);
            if (reading.changed() == null) {
                cache.clear(reading.tick());
            } else {
                cache.apply(reading.changed(), reading.tick());
            }
            last = reading;
            boolean closes = close(objection.apply(reading));
            finish(
                    beganNanos,
                    closes
                            ? null
                            : new Lease(
                                    beganNanos, beganMillis, reading.databaseTime(), reading.epoch(), reading.tick()));
            failing = false;
        } catch (Throwable e) { // an Error too: without this thread nothing would ever be decided again
            if (!failing) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the gate can't poll the change feed; when the lease ends, calls can't be decided",
                        e);
            }
            failing = true;
            finish(beganNanos, null);
        }
    }

    /** Closes or opens the gate; a closed one has no lease, so that nothing is decided by what was read before. */
    private boolean close(Optional<String> why) {
        if (!why.equals(closed)) {
            LOG.log(
                    why.isPresent() ? System.Logger.Level.ERROR : System.Logger.Level.INFO,
                    why.map(sentence -> "the gate is closed and answers 503: " + sentence)
                            .orElse("the gate is open again"));
        }
        closed = why;
        return why.isPresent();
    }

    /** Why nothing can be decided, though the database answers; empty if that isn't so. */
    Optional<String> closed() {
        return closed;
    }

    /** @param next the lease to publish; null if the poll failed or closed the gate */
    private void finish(long began, @Nullable Lease next) {
        lock.lock();
        try {
            lastBegan = began;
            if (next != null || closed.isPresent()) {
                lease = next;
            }
            polled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void rest() {
        long began = System.nanoTime();
        lock.lock();
        try {
            while (!stopped) {
                long left = pause().toNanos() - (System.nanoTime() - began);
                if (left <= 0) {
                    hinted = false; // before the poll reads: a hint that comes from now on is about what it may miss
                    return;
                }
                wanted.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            stopped = true;
        } finally {
            lock.unlock();
        }
    }

    private Duration pause() {
        boolean soon = hinted || waitingWithReceipt > 0;
        if (failing) {
            return waiting > 0 || soon ? PAUSE : INTERVAL;
        }
        return waiting > 0 ? Duration.ZERO : soon ? FLOOR : INTERVAL;
    }
}
