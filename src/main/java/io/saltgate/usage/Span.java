package io.saltgate.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The period that counts are shown for, with the step of its chart. All in UTC. */
public enum Span {
    /** The current hour and the 23 before, in steps of an hour. */
    DAY(24, ChronoUnit.HOURS),
    /** Today and the 29 days before, in steps of a day. */
    MONTH(30, ChronoUnit.DAYS);

    private final int steps;
    private final ChronoUnit unit;

    Span(int steps, ChronoUnit unit) {
        this.steps = steps;
        this.unit = unit;
    }

    public int steps() {
        return steps;
    }

    Duration step() {
        return unit.getDuration();
    }

    /** The beginning of the first step. */
    Instant from(Instant now) {
        return now.truncatedTo(unit).minus(steps - 1L, unit);
    }
}
