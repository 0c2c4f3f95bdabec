package io.saltgate.signin.passwords;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds the attempts to prove an identity that are in progress at a time, so that a flood of them holds few of the
 * server's threads, connections and processors: an attempt that finds no place fails at once. Strangers and known
 * people have places of their own, so that strangers can't keep an owner out.
 *
 * <p>An attempt takes its place before anything is counted or looked up, and waits within it for its turn to hash, two
 * seconds at most. Half of the processors hash at a time, eight at most, and for strangers half of these; the rest stay
 * with the gate. Of the strangers only as many as hash at a time wait for a turn beside known people, who therefore
 * wait for a hash or two however many strangers there are.
 *
 * <p>Thread-safe; each node has its own.
 */
@ApplicationScoped
public class AttemptQueue {

    /** Whose places an attempt uses. */
    public enum Priority {
        STRANGER,
        /** A browser that the person has signed in on before, or someone who is signed in. */
        KNOWN
    }

    /** There is no place, or its turn did not come in time. */
    public static final class Busy extends RuntimeException {

        /** When to try again. */
        public static final Duration WAIT = Duration.ofSeconds(5);

        public Busy() {
            super("too many sign-ins at once");
        }
    }

    public static final int STRANGERS = 16;
    public static final int KNOWN = 32;

    /** Hashes that are computed at a time; each takes 19 MiB, which are kept, and some 30 ms. */
    static final int TURNS = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Semaphore strangers;
    private final Semaphore known;
    private final Semaphore strangersTurns = new Semaphore(TURNS, true);
    private final Semaphore turns = new Semaphore(TURNS, true);

    public AttemptQueue() {
        this(STRANGERS, KNOWN);
    }

    public AttemptQueue(int strangers, int known) {
        this.strangers = new Semaphore(strangers);
        this.known = new Semaphore(known);
    }

    /**
     * Takes a place, to be closed when the attempt ends.
     *
     * @throws Busy at once if there is none
     */
    public Place enter(Priority priority) {
        Semaphore places = priority == Priority.KNOWN ? known : strangers;
        if (!places.tryAcquire()) {
            throw new Busy();
        }
        return new Place(priority, places);
    }

    /** An attempt's place. */
    public final class Place implements AutoCloseable {

        private final Priority priority;
        private final Semaphore places;

        private Place(Priority priority, Semaphore places) {
            this.priority = priority;
            this.places = places;
        }

        /**
         * Hashes when its turn comes.
         *
         * @throws Busy if it doesn't come in time
         */
        public <T> T compute(Supplier<T> hashing) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            return priority == Priority.KNOWN
                    ? inTurn(turns, end, hashing)
                    : inTurn(strangersTurns, end, () -> hashAndRest(end, hashing));
        }

        @Override
        public void close() {
            places.release();
        }
    }

    /** Keeps the strangers' turn for as long again as the hash took, so that they hash half of the time at most. */
    private <T> T hashAndRest(long end, Supplier<T> hashing) {
        long[] took = new long[1];
        T result = inTurn(turns, end, () -> {
            long began = System.nanoTime();
            try {
                return hashing.get();
            } finally {
                took[0] = System.nanoTime() - began;
            }
        });
        try {
            TimeUnit.NANOSECONDS.sleep(took[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    private static <T> T inTurn(Semaphore line, long end, Supplier<T> action) {
        try {
            if (!line.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
        try {
            return action.get();
        } finally {
            line.release();
        }
    }
}
