package io.saltgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");

    private final RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)));

    @Test
    void waitsAsPlannedAndThenNoMore() {
        assertThat(schedule.waitAfter(1, Optional.empty(), NOW, 0)).contains(Duration.ofSeconds(5));
        assertThat(schedule.waitAfter(1, Optional.empty(), NOW, 1)).contains(Duration.ofMillis(6_250));
        assertThat(schedule.waitAfter(2, Optional.empty(), NOW, 0)).contains(Duration.ofMinutes(5));
        assertThat(schedule.waitAfter(3, Optional.of("10"), NOW, 0)).isEmpty();
    }

    @Test
    void waitsLongerIfTheReceiverAsksForItAndNeverForEver() {
        assertThat(schedule.waitAfter(1, Optional.of("120"), NOW, 0)).contains(Duration.ofMinutes(2));
        assertThat(schedule.waitAfter(1, Optional.of("1"), NOW, 0)).contains(Duration.ofSeconds(5));
        assertThat(schedule.waitAfter(1, Optional.of("999999999"), NOW, 0)).contains(RetrySchedule.MAX_RETRY_AFTER);
        assertThat(schedule.waitAfter(1, Optional.of("999999999"), NOW, 1)).contains(Duration.ofHours(30));
        for (String date : List.of(
                "Fri, 06 Nov 2026 08:50:37 GMT", "Friday, 06-Nov-26 08:50:37 GMT", "Fri Nov  6 08:50:37 2026")) {
            assertThat(schedule.waitAfter(1, Optional.of(date), NOW, 0))
                    .as(date)
                    .contains(Duration.ofMinutes(1));
        }
    }

    static Stream<Arguments> waits() {
        return Stream.of(
                Arguments.of("the schedule alone", Optional.empty(), Duration.ofMinutes(5)),
                Arguments.of("a wait in seconds", Optional.of("600"), Duration.ofMinutes(10)),
                Arguments.of(
                        "a wait until a date", Optional.of("Fri, 06 Nov 2026 08:59:37 GMT"), Duration.ofMinutes(10)),
                Arguments.of("a wait beyond the cap", Optional.of("172800"), RetrySchedule.MAX_RETRY_AFTER));
    }

    /** C12: 200 deliveries that failed together come back over a fifth of the wait, none of them too early. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("waits")
    void spreadsWhatFailedTogether(String name, Optional<String> retryAfter, Duration asked) {
        RandomGenerator random = RandomGenerator.getDefault();
        List<Duration> waits = Stream.generate(random::nextDouble)
                .limit(200)
                .map(chance -> schedule.waitAfter(2, retryAfter, NOW, chance).orElseThrow())
                .sorted()
                .toList();

        Duration spread = waits.getLast().minus(waits.getFirst());
        assertThat(waits.getFirst()).isGreaterThanOrEqualTo(asked);
        assertThat(spread).isGreaterThanOrEqualTo(asked.dividedBy(5));
        assertThat(waits.getLast()).isLessThanOrEqualTo(asked.multipliedBy(5).dividedBy(4));
        Duration quarter = spread.dividedBy(4);
        for (int i = 0; i < 4; i++) {
            Duration from = waits.getFirst().plus(quarter.multipliedBy(i));
            assertThat(waits.stream()
                            .filter(wait -> wait.compareTo(from) >= 0 && wait.compareTo(from.plus(quarter)) < 0))
                    .as("no part of it is crowded or empty")
                    .hasSizeBetween(20, 90);
        }
    }

    @Test
    void mindsNothingThatIsNoTime() {
        for (String text : List.of("", "-5", "soon", "1e9", "99999999999999999999", "Fri, 06 Nov 2020 08:50:37 GMT")) {
            assertThat(schedule.waitAfter(1, Optional.of(text), NOW, 0)).contains(Duration.ofSeconds(5));
        }
    }
}
