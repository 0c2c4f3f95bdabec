package io.saltgate.platform.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times in words, in UTC; templates know it as {@code say}. */
public final class TimeFormat {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    TimeFormat() {}

    /** Formats as {@code 12 Nov, 14:00}. */
    public String hour(Instant instant) {
        return HOUR.format(instant);
    }

    /** Formats as {@code 12 Nov 2026}. */
    public String day(Instant instant) {
        return DAY.format(instant);
    }

    /** Formats as {@code 12 Nov 2026, 14:03 UTC}. */
    public String time(Instant instant) {
        return TIME.format(instant);
    }

    /** Formats as {@code 12 Nov 2026, 14:03:07 UTC}. */
    public String second(Instant instant) {
        return SECOND.format(instant);
    }
}
