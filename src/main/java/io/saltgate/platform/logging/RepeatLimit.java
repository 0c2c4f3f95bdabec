package io.saltgate.platform.logging;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Limits how many log entries of one kind pass each minute, and counts the others. */
final class RepeatLimit {

    /**
     * What becomes of one entry.
     *
     * @param note to be added to it: how many were left out before it, or that others will be; mostly empty
     */
    record Answer(boolean passes, String note) {}

    private static final Answer LEFT_OUT = new Answer(false, "");
    private static final Answer PASSES = new Answer(true, "");
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** More kinds than any server has share one budget, so that memory is bounded. */
    private static final int MAX_KINDS = 1_000;

    private final ConcurrentMap<String, Kind> kinds = new ConcurrentHashMap<>();
    private final LongAdder allLeftOut = new LongAdder();
    private final int most;
    private final LongSupplier nanos;

    RepeatLimit(int most) {
        this(most, System::nanoTime);
    }

    /** @param nanos a clock that only goes on */
    RepeatLimit(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /** The number of entries that did not pass so far, of all kinds. */
    long leftOut() {
        return allLeftOut.sum();
    }

    Answer ask(String kind) {
        String name = kinds.containsKey(kind) || kinds.size() < MAX_KINDS ? kind : "";
        return kinds.computeIfAbsent(name, key -> new Kind(nanos.getAsLong())).ask();
    }

    private final class Kind {

        private long since;
        private int passed;
        private long leftOut;

        private Kind(long since) {
            this.since = since;
        }

        private synchronized Answer ask() {
            long now = nanos.getAsLong();
            String note = "";
            if (now - since >= MINUTE) {
                since = now;
                passed = 0;
                if (leftOut > 0) {
                    note = " (" + leftOut + " more like this were left out before)";
                    leftOut = 0;
                }
            }
            if (passed >= most) {
                leftOut++;
                allLeftOut.increment();
                return LEFT_OUT;
            }
            passed++;
            if (passed == most) {
                note += " (more like this are left out for a minute)";
            }
            return note.isEmpty() ? PASSES : new Answer(true, note);
        }
    }
}
