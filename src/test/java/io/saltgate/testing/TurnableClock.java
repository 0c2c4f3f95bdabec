package io.saltgate.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of day until a test turns it. */
public final class TurnableClock extends Clock {

    private volatile Duration turned = Duration.ZERO;

    public void turn(Duration by) {
        turned = turned.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(turned);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
