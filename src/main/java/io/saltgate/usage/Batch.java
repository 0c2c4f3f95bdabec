package io.saltgate.usage;

import inet.ipaddr.IPAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is seen within a second or two. Any thread adds to it, and it holds only so much whatever comes. */
final class Batch {

    /** Callers of one account that are told apart, and refusals that are kept in full. */
    static final int MOST_CALLERS = 500;

    static final int MOST_REFUSALS = 100;

    /** Of all accounts together. */
    private static final int MOST_REFUSALS_OF_ALL = 2_000;

    /**
     * Who calls.
     *
     * @param address null if it can't be told
     * @param other whether this stands for all whose address there was no room for
     */
    record CallerKey(UUID token, @Nullable IPAddress address, boolean other) {}

    /** The calls of one caller. */
    static final class Tally {
        private final Map<Outcome, LongAdder> calls = new ConcurrentHashMap<>(2);
        private final long firstMillis;
        private volatile long lastMillis;
        private volatile long lastAllowedMillis;

        Tally(long now) {
            firstMillis = now;
            lastMillis = now;
        }

        void add(Outcome outcome, long now) {
            calls.computeIfAbsent(outcome, added -> new LongAdder()).increment();
            lastMillis = now;
            if (outcome.isAllowed()) {
                lastAllowedMillis = now;
            }
        }

        long calls(Outcome outcome) {
            LongAdder sum = calls.get(outcome);
            return sum == null ? 0 : sum.sum();
        }

        long firstMillis() {
            return firstMillis;
        }

        long lastMillis() {
            return lastMillis;
        }

        /** 0 for never. */
        long lastAllowedMillis() {
            return lastAllowedMillis;
        }
    }

    /** A refusal in full. */
    record Refusal(
            @Nullable UUID account,
            @Nullable UUID token,
            Outcome outcome,
            long atMillis,
            String address,
            RefusedCall call) {}

    /** What was seen of one account. */
    static final class OfAccount {
        private final Map<CallerKey, Tally> callers = new ConcurrentHashMap<>(2);
        private final AtomicInteger refusals = new AtomicInteger();

        Map<CallerKey, Tally> callers() {
            return callers;
        }

        private void add(UUID token, @Nullable IPAddress address, Outcome outcome, long now) {
            CallerKey key = new CallerKey(token, address, false);
            Tally tally = callers.get(key);
            if (tally == null) {
                CallerKey fitting = callers.size() < MOST_CALLERS ? key : new CallerKey(token, null, true);
                tally = callers.computeIfAbsent(fitting, added -> new Tally(now));
            }
            tally.add(outcome, now);
        }
    }

    /** Of one kind of trouble. */
    record Trouble(LongAdder calls, String example) {}

    private final Clock clock;
    private final Map<UUID, OfAccount> accounts = new ConcurrentHashMap<>();
    private final Tally strangers;
    private final Map<AddressTrouble, Trouble> troubles = new ConcurrentHashMap<>();
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger strangersRefusals = new AtomicInteger();
    private final AtomicInteger allRefusals = new AtomicInteger();

    Batch(Clock clock) {
        this.clock = clock;
        this.strangers = new Tally(clock.millis());
    }

    void add(UUID account, UUID token, @Nullable IPAddress address, Outcome outcome) {
        OfAccount seen = accounts.get(account);
        if (seen == null) {
            seen = accounts.computeIfAbsent(account, added -> new OfAccount());
        }
        seen.add(token, address, outcome, clock.millis());
    }

    void addStranger(Outcome outcome) {
        strangers.add(outcome, clock.millis());
    }

    /** Whether there is room for one more refusal in full; it is taken. */
    boolean takeRoom(@Nullable UUID account) {
        AtomicInteger taken =
                account == null ? strangersRefusals : accounts.computeIfAbsent(account, a -> new OfAccount()).refusals;
        return taken.get() < MOST_REFUSALS
                && allRefusals.get() < MOST_REFUSALS_OF_ALL
                && taken.getAndIncrement() < MOST_REFUSALS
                && allRefusals.getAndIncrement() < MOST_REFUSALS_OF_ALL;
    }

    void add(
            @Nullable UUID account,
            @Nullable UUID token,
            @Nullable IPAddress address,
            Outcome outcome,
            RefusedCall call) {
        refusals.add(new Refusal(account, token, outcome, clock.millis(), text(address), call));
    }

    void add(AddressTrouble trouble, Supplier<String> example) {
        troubles.computeIfAbsent(trouble, added -> new Trouble(new LongAdder(), example.get()))
                .calls()
                .increment();
    }

    Map<UUID, OfAccount> accounts() {
        return accounts;
    }

    Tally strangers() {
        return strangers;
    }

    Map<AddressTrouble, Trouble> troubles() {
        return troubles;
    }

    Queue<Refusal> refusals() {
        return refusals;
    }

    /** As it is stored: {@link RefusedCall#UNKNOWN} if it can't be told. */
    static String text(@Nullable IPAddress address) {
        return address == null ? RefusedCall.UNKNOWN : address.toCanonicalString();
    }
}
