package io.saltgate.webhooks.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/** Decides how long to wait before the next attempt. */
public final class RetrySchedule {

    /** The longest wait that a receiver can ask for; the spread comes on top. */
    static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

    /**
     * The largest part of a wait that is added to it at random, so that deliveries that failed together don't come back
     * together. Above a fifth, so that some hundred of them cover at least that much.
     */
    static final double SPREAD = 0.25;

    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final List<Duration> waits;

    public RetrySchedule(List<Duration> waits) {
        this.waits = List.copyOf(waits);
    }

    /**
     * How long to wait after a failed attempt: as the schedule says, or as the receiver asks if that is longer, and
     * then up to {@link #SPREAD} more. Never less than the receiver asked for, up to {@link #MAX_RETRY_AFTER}.
     *
     * @param attempts how many there were
     * @param retryAfter the receiver's header (RFC 9110, section 10.2.3), if it sent one
     * @param chance from 0 to 1: where in the spread this wait ends
     * @return empty if that was the last one
     */
    public Optional<Duration> waitAfter(int attempts, Optional<String> retryAfter, Instant now, double chance) {
        if (attempts > waits.size()) {
            return Optional.empty();
        }
        Duration planned = waits.get(attempts - 1);
        Duration asked = retryAfter.flatMap(text -> parse(text, now)).orElse(Duration.ZERO);
        Duration capped = asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
        Duration least = capped.compareTo(planned) > 0 ? capped : planned;
        return Optional.of(least.plusMillis((long) (least.toMillis() * SPREAD * chance)));
    }

    /** Seconds, or a date in one of the three forms of RFC 9110, section 5.6.7; anything else asks for nothing. */
    private static Optional<Duration> parse(String text, Instant now) {
        String value = text.strip();
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        String spaced = value.replaceAll(" +", " "); // the third form pads a day of one digit: "Fri Nov  6"
        return Optional.ofNullable(
                        DateUtils.parseDate(spaced, DateUtils.FORMATTER_RFC1123, DateUtils.FORMATTER_RFC1036, ASCTIME))
                .map(date -> Duration.between(now, date))
                .filter(wait -> !wait.isNegative());
    }
}
