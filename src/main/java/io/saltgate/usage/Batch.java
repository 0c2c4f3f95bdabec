package io.saltgate.usage;

import inet.ipaddr.IPAddress;
import inet.ipaddr.ipv4.IPv4Address;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The counts and refusals of one or two seconds. Thread-safe, and bounded in size. */
final class Batch {

    /** Limits per account: callers that are counted separately, and refusals with details. */
    static final int MAX_CALLERS = 500;

    static final int MAX_REFUSALS = 100;

    private static final UUID NOBODY = new UUID(0, 0);

    /** Refusals with details, of all accounts together. */
    private static final int MAX_REFUSALS_OF_ALL = 2_000;

    /**
     * Who calls.
     *
     * @param address null if it can't be determined
     * @param other whether this stands for all whose address there was no room for
     */
    record CallerKey(UUID token, @Nullable IPAddress address, boolean other) {}

    /**
     * The calls of one caller. What nearly all calls come to is counted in the object itself. It is kept for as long as
     * its token is remembered, so it holds little.
     */
    static final class Tally {
        private static final AtomicLongFieldUpdater<Tally> ALLOWED =
                AtomicLongFieldUpdater.newUpdater(Tally.class, "allowed");

        private final long batch;
        private final boolean other;

        /**
         * The value of an IPv4 address: the library's objects are large and far apart in memory, and every call
         * compares.
         */
        private final int ipv4;

        private final boolean isIpv4;

        /** An IPv6 address. */
        private final @Nullable IPAddress address;

        private final long firstMillis;
        private volatile @Nullable Map<Outcome, LongAdder> others;
        private volatile long allowed;
        private volatile long lastMillis;
        private volatile long lastAllowedMillis;

        Tally(long batch, CallerKey caller, long now) {
            this.batch = batch;
            other = caller.other();
            isIpv4 = caller.address() instanceof IPv4Address;
            ipv4 = caller.address() instanceof IPv4Address known ? known.intValue() : 0;
            address = isIpv4 ? null : caller.address();
            firstMillis = now;
            lastMillis = now;
        }

        /** Whether this counts calls from the address; its token is the right one already. */
        boolean isOf(Batch present, @Nullable IPAddress asked) {
            return batch == present.number && !other && isSame(asked);
        }

        private boolean isSame(@Nullable IPAddress asked) {
            return asked instanceof IPv4Address known
                    ? isIpv4 && ipv4 == known.intValue()
                    : !isIpv4 && Objects.equals(asked, address);
        }

        void add(Outcome outcome, long now) {
            if (outcome == Outcome.ALLOWED) {
                ALLOWED.incrementAndGet(this);
            } else {
                others().computeIfAbsent(outcome, added -> new LongAdder()).increment();
            }
            if (lastMillis != now) {
                lastMillis = now;
            }
            if (outcome.isAllowed() && lastAllowedMillis != now) {
                lastAllowedMillis = now;
            }
        }

        long calls(Outcome outcome) {
            if (outcome == Outcome.ALLOWED) {
                return allowed;
            }
            Map<Outcome, LongAdder> present = others;
            LongAdder sum = present == null ? null : present.get(outcome);
            return sum == null ? 0 : sum.sum();
        }

        private Map<Outcome, LongAdder> others() {
            Map<Outcome, LongAdder> present = others;
            return present == null ? makeOthers() : present;
        }

        private synchronized Map<Outcome, LongAdder> makeOthers() {
            Map<Outcome, LongAdder> present = others;
            if (present == null) {
                present = new ConcurrentHashMap<>(2);
                others = present;
            }
            return present;
        }

        long firstMillis() {
            return firstMillis;
        }

        long lastMillis() {
            return lastMillis;
        }

        /** Milliseconds of the last call; 0 for never. */
        long lastAllowedMillis() {
            return lastAllowedMillis;
        }
    }

    /** A refusal with its details. */
    record Refusal(
            @Nullable UUID account,
            @Nullable UUID token,
            Outcome outcome,
            long atMillis,
            String address,
            RefusedCall call) {}

    /** The calls of one account. */
    static final class OfAccount {
        private final Map<CallerKey, Tally> callers = new ConcurrentHashMap<>(2);
        private final AtomicInteger refusals = new AtomicInteger();

        Map<CallerKey, Tally> callers() {
            return callers;
        }

        private Tally tally(long batch, UUID token, @Nullable IPAddress address, Clock clock) {
            CallerKey key = new CallerKey(token, address, false);
            Tally tally = callers.get(key);
            if (tally == null) {
                CallerKey fitting = callers.size() < MAX_CALLERS ? key : new CallerKey(token, null, true);
                tally = callers.computeIfAbsent(fitting, added -> new Tally(batch, added, clock.millis()));
            }
            return tally;
        }
    }

    /** The count of one kind of trouble, with an example. */
    record Trouble(LongAdder calls, String example) {}

    private static final AtomicLong NUMBERS = new AtomicLong();

    /** The batch's identity, in place of the batch itself: a tally must not keep it in memory. */
    private final long number = NUMBERS.incrementAndGet();

    private final Clock clock;
    private final Map<UUID, OfAccount> accounts = new ConcurrentHashMap<>();
    private final Tally unattributed;
    private final Map<AddressTrouble, Trouble> troubles = new ConcurrentHashMap<>();
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger strangersRefusals = new AtomicInteger();
    private final AtomicInteger allRefusals = new AtomicInteger();

    Batch(Clock clock) {
        this.clock = clock;
        this.unattributed = new Tally(number, new CallerKey(NOBODY, null, true), clock.millis());
    }

    /** Finds the tally for calls of a token from an address. */
    Tally tally(UUID account, UUID token, @Nullable IPAddress address) {
        OfAccount seen = accounts.get(account);
        if (seen == null) {
            seen = accounts.computeIfAbsent(account, added -> new OfAccount());
        }
        return seen.tally(number, token, address, clock);
    }

    void addUnattributed(Outcome outcome) {
        unattributed.add(outcome, clock.millis());
    }

    /** Takes room for one more refusal with details, if there is some. */
    boolean takeRoom(@Nullable UUID account) {
        AtomicInteger taken =
                account == null ? strangersRefusals : accounts.computeIfAbsent(account, a -> new OfAccount()).refusals;
        return taken.get() < MAX_REFUSALS
                && allRefusals.get() < MAX_REFUSALS_OF_ALL
                && taken.getAndIncrement() < MAX_REFUSALS
                && allRefusals.getAndIncrement() < MAX_REFUSALS_OF_ALL;
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

    Tally unattributed() {
        return unattributed;
    }

    Map<AddressTrouble, Trouble> troubles() {
        return troubles;
    }

    Queue<Refusal> refusals() {
        return refusals;
    }

    /** The text that is stored: {@link RefusedCall#UNKNOWN} if it can't be determined. */
    static String text(@Nullable IPAddress address) {
        return address == null ? RefusedCall.UNKNOWN : address.toCanonicalString();
    }
}
