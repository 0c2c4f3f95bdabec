package io.saltgate.gate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Polls the change feed, applies each change to the cache, and only then publishes the {@link Lease} that decisions
 * need. One thread runs it, at a steady interval and whenever a call waits.
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

    /** Further calls can't be decided at once: each waiting call holds one of the server's threads. */
    private static final int MAX_WAITING = 64;

    private static final System.Logger LOG = System.getLogger(ChangePoller.class.getName());

    private final GateSource source;
    private final DecisionCache cache;
    private final Duration bound;
    private final Function<ChangeReading, Optional<String>> objection;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Condition published = lock.newCondition();
    private int waiting;

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
                wanted.signal();
                long left = PATIENCE.toNanos();
                while (left > 0 && closed.isEmpty()) {
                    Lease present = lease;
                    if (present != null && present.beganNanos() - began >= 0) {
                        return present;
                    }
                    left = published.awaitNanos(left);
                }
                return null;
            } finally {
                waiting--;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
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
            if (close(objection.apply(reading))) {
                publish(null);
            } else {
                publish(new Lease(beganNanos, beganMillis, reading.databaseTime()));
            }
            failing = false;
        } catch (Throwable e) { // an Error too: without this thread nothing would ever be decided again
            if (!failing) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the gate can't poll the change feed; when the lease ends, calls can't be decided",
                        e);
            }
            failing = true;
        }
    }

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

    private void publish(@Nullable Lease next) {
        lock.lock();
        try {
            lease = next;
            published.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void rest() {
        long began = System.nanoTime();
        lock.lock();
        try {
            while (!stopped) {
                Duration whole = waiting > 0 ? failing ? PAUSE : Duration.ZERO : INTERVAL;
                long left = whole.toNanos() - (System.nanoTime() - began);
                if (left <= 0) {
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
}
