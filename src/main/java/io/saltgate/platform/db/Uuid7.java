package io.saltgate.platform.db;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * Creates identifiers: UUID version 7 (RFC 9562, section 5.7), 48 bits of milliseconds, then 74 random ones. New rows
 * are next to each other in an index.
 */
public final class Uuid7 {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final long MAX_MILLIS = (1L << 48) - 1;

    private Uuid7() {}

    public static UUID next(Clock clock) {
        return of(clock.millis(), RANDOM.nextLong(), RANDOM.nextLong());
    }

    /**
     * Returns the smallest id of a moment, in the databases' order; moments that an id can't hold get the nearest that
     * it can.
     */
    public static UUID first(Instant moment) {
        long seconds = Math.clamp(moment.getEpochSecond(), -1, MAX_MILLIS / 1_000 + 1); // so that nothing overflows
        return of(Math.clamp(seconds * 1_000 + moment.getNano() / 1_000_000, 0, MAX_MILLIS), 0, 0);
    }

    /** When an id was made. */
    public static Instant time(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    static UUID of(long epochMillis, long random1, long random2) {
        long high = epochMillis << 16 | 0x7000L | random1 & 0x0FFFL;
        long low = 0x8000_0000_0000_0000L | random2 & 0x3FFF_FFFF_FFFF_FFFFL;
        return new UUID(high, low);
    }
}
