package io.saltgate.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepeatLimitTest {

    private long now;
    private final RepeatLimit limit = new RepeatLimit(2, () -> now);

    @Test
    void letsSomePassAndTellsHowManyWereLeftOut() {
        assertThat(limit.ask("a")).isEqualTo(new RepeatLimit.Answer(true, ""));
        assertThat(limit.ask("a"))
                .isEqualTo(new RepeatLimit.Answer(true, " (more like this are left out for a minute)"));
        assertThat(limit.ask("a").passes()).isFalse();
        assertThat(limit.ask("a").passes()).isFalse();
        assertThat(limit.leftOut()).isEqualTo(2);
        assertThat(limit.ask("b").passes()).as("another kind").isTrue();

        now += TimeUnit.SECONDS.toNanos(60);

        assertThat(limit.ask("a")).isEqualTo(new RepeatLimit.Answer(true, " (2 more like this were left out before)"));
    }

    @Test
    void remembersABoundedNumberOfKinds() {
        int passed = 0;
        for (int i = 0; i < 100_000; i++) {
            passed += limit.ask("kind " + i).passes() ? 1 : 0;
        }
        assertThat(passed).isLessThan(1_100);
    }
}
