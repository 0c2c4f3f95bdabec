package io.saltgate.whitelist.web;

import io.saltgate.whitelist.WhitelistEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parses the end of an entry as forms, files and spreadsheets write it: {@code 2027-12-31} for the last second of that
 * day, {@code 2027-12-31T12:00}, {@code 2027-12-31 12:00:00}, both in UTC, or ISO 8601 with its offset.
 */
final class EndTime {

    static final String UNREADABLE = "whitelist.expires.format";
    private static final String NOT_TO_COME = "whitelist.expires.invalid";
    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

    private EndTime() {}

    /** Parses an end to the precision that databases keep; empty if it can't be parsed. */
    static Optional<Instant> parse(String text) {
        String time = text.strip().replace(' ', 'T');
        try {
            return Optional.of(read(time).truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The key of the message that says why a text is no end of an entry; null if it is one. */
    static @Nullable String concern(String text, Instant now) {
        Optional<Instant> end = parse(text);
        if (end.isEmpty()) {
            return UNREADABLE;
        }
        return WhitelistEntry.mayEnd(end.get(), now) ? null : NOT_TO_COME;
    }

    private static Instant read(String time) {
        if (time.indexOf('T') < 0) {
            return LocalDate.parse(time).atTime(LAST_SECOND).toInstant(ZoneOffset.UTC);
        }
        return time.matches(".*(?:Z|[+-]\\d\\d:\\d\\d)")
                ? OffsetDateTime.parse(time).toInstant()
                : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC);
    }
}
