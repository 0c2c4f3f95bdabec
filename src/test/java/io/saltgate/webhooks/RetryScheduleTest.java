package io.saltgate.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-11-06T08:49:37Z");

    private final RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)));

    @Test
    void waitsAsPlannedAndThenNoMore() {
        assertThat(schedule.waitAfter(1, Optional.empty(), NOW, 0)).contains(Duration.ofSeconds(5));
        assertThat(schedule.waitAfter(1, Optional.empty(), NOW, 1)).contains(Duration.ofMillis(5_500));
        assertThat(schedule.waitAfter(2, Optional.empty(), NOW, 0)).contains(Duration.ofMinutes(5));
        assertThat(schedule.waitAfter(3, Optional.of("10"), NOW, 0)).isEmpty();
    }

    @Test
    void waitsLongerIfTheReceiverAsksForItAndNeverForEver() {
        assertThat(schedule.waitAfter(1, Optional.of("120"), NOW, 0)).contains(Duration.ofMinutes(2));
        assertThat(schedule.waitAfter(1, Optional.of("1"), NOW, 0)).contains(Duration.ofSeconds(5));
        assertThat(schedule.waitAfter(1, Optional.of("999999999"), NOW, 0)).contains(RetrySchedule.MOST_RETRY_AFTER);
        assertThat(schedule.waitAfter(1, Optional.of("Fri, 06 Nov 2026 08:50:37 GMT"), NOW, 0))
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void mindsNothingThatIsNoTime() {
        for (String text : List.of("", "-5", "soon", "1e9", "99999999999999999999", "Fri, 06 Nov 2020 08:50:37 GMT")) {
            assertThat(schedule.waitAfter(1, Optional.of(text), NOW, 0)).contains(Duration.ofSeconds(5));
        }
    }
}
