package io.saltgate.overview.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.usage.CallSummary;
import io.saltgate.usage.Counts;
import io.saltgate.usage.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallChartTest {

    @Test
    void keepsEachBarWithinThePictureAndShowsASingleCallBesideAMillion() {
        CallChart chart = CallChart.of(summary(hour -> hour == 3 ? 1_000_000 : 1, hour -> hour % 2));

        assertThat(chart.bars()).hasSizeGreaterThan(48).allSatisfy(bar -> {
            assertThat(bar.x()).isNotNegative();
            assertThat(bar.y()).isNotNegative();
            assertThat(bar.width()).isPositive();
            assertThat(bar.height()).isPositive();
            assertThat(bar.x() + bar.width()).isLessThanOrEqualTo(CallChart.WIDTH);
            assertThat(bar.y() + bar.height()).isLessThanOrEqualTo(CallChart.HEIGHT);
        });
    }

    @Test
    void putsRefusedCallsOnTopOfAllowedOnes() {
        List<CallChart.Bar> bars = CallChart.of(summary(hour -> hour == 0 ? 10 : 0, hour -> hour == 0 ? 10 : 0))
                .bars();

        CallChart.Bar allowed = one(bars, "allowed");
        CallChart.Bar refused = one(bars, "refused");
        assertThat(refused.y() + refused.height()).isEqualTo(allowed.y());
        assertThat(allowed.y() + allowed.height()).isEqualTo(CallChart.HEIGHT);
    }

    @Test
    void drawsNothingWhereThereWasNothing() {
        assertThat(CallChart.of(summary(hour -> 0, hour -> 0)).bars()).isEmpty();
    }

    private static CallChart.Bar one(List<CallChart.Bar> bars, String kind) {
        return bars.stream().filter(bar -> bar.kind().equals(kind)).findFirst().orElseThrow();
    }

    private static CallSummary summary(IntToLongFunction allowed, IntToLongFunction refused) {
        List<Counts.Step> hours = IntStream.range(0, 24)
                .mapToObj(hour -> new Counts.Step(
                        Instant.EPOCH,
                        Map.of(
                                Outcome.ALLOWED,
                                allowed.applyAsLong(hour),
                                Outcome.API_PAUSED,
                                refused.applyAsLong(hour))))
                .toList();
        return new CallSummary(hours, hours, null, null);
    }
}
