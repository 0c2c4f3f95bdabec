package io.saltgate.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The period that counts are shown for, with the step of its chart. All in UTC. */
public enum Span {
    /** By the hour; the present one and the 23 before. */
    DAY(24, ChronoUnit.HOURS),
    /** By the day; today and the 29 days before. */
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

    /** Where the first step begins. */
    Instant from(Instant now) {
        return now.truncatedTo(unit).minus(steps - 1L, unit);
    }
}
