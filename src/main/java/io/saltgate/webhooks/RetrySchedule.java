package io.saltgate.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When to try again. */
final class RetrySchedule {

    /** A receiver's word counts up to here. */
    static final Duration MOST_RETRY_AFTER = Duration.ofDays(1);

    /** Of each wait, by chance, so that what failed together doesn't come back together. */
    private static final double JITTER = 0.1;

    private final List<Duration> waits;

    RetrySchedule(List<Duration> waits) {
        this.waits = List.copyOf(waits);
    }

    /**
     * How long to wait after an attempt that failed: as the schedule says, or as the receiver asks if that is longer.
     *
     * @param attempts how many there were
     * @param retryAfter the receiver's header (RFC 9110, section 10.2.3), if it sent one
     * @param chance from 0 to 1
     * @return empty if that was the last one
     */
    Optional<Duration> waitAfter(int attempts, Optional<String> retryAfter, Instant now, double chance) {
        if (attempts > waits.size()) {
            return Optional.empty();
        }
        Duration planned = waits.get(attempts - 1);
        Duration jittered = planned.plusMillis((long) (planned.toMillis() * JITTER * chance));
        Duration asked = retryAfter.flatMap(text -> parse(text, now)).orElse(Duration.ZERO);
        Duration capped = asked.compareTo(MOST_RETRY_AFTER) > 0 ? MOST_RETRY_AFTER : asked;
        return Optional.of(capped.compareTo(jittered) > 0 ? capped : jittered);
    }

    /** Seconds or a date; what is neither, or over already, asks for nothing. */
    private static Optional<Duration> parse(String text, Instant now) {
        String value = text.strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            DateTimeFormatter form = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ENGLISH);
            Instant date = ZonedDateTime.parse(value, form).toInstant();
            return Optional.of(Duration.between(now, date)).filter(wait -> !wait.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
