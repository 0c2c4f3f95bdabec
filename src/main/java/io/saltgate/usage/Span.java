package io.saltgate.usage;

import java.time.Duration;
import java.time.Instant;

/** The period that counts are shown for, with the step of its chart. All in UTC. */
public enum Span {
    /** The current hour and the 23 before, in steps of an hour. */
    DAY(24, Duration.ofHours(1)),
    /** The current six hours and what came before in seven days, in steps of six hours that begin with the day. */
    WEEK(28, Duration.ofHours(6)),
    /** Today and the 29 days before, in steps of a day. */
    MONTH(30, Duration.ofDays(1));

    private final int steps;
    private final Duration step;

    Span(int steps, Duration step) {
        this.steps = steps;
        this.step = step;
    }

    public int steps() {
        return steps;
    }

    Duration step() {
        return step;
    }

    /** The beginning of the first step. */
    Instant from(Instant now) {
        long length = step.toSeconds();
        long last = Math.floorDiv(now.getEpochSecond(), length) * length; // days of UTC begin at multiples of a day
        return Instant.ofEpochSecond(last).minus(step.multipliedBy(steps - 1L));
    }
}
