package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import io.saltgate.platform.Settings;
import io.saltgate.testing.AtOnce;
import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.Whitelist;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

    private static final Decision LIMITED =
            new Decision.Refused(Refusal.RATE_LIMITED, new TokenOwner(new UUID(0, 1), new UUID(1, 1)));

    private final AtomicLong nanos = new AtomicLong();
    private final Decision acme = allowed(1);

    @Test
    void letsABurstPassAndThenSoManyASecond() {
        RateLimit limit = limit(2, 5);

        assertThat(passing(limit, acme, 10)).isEqualTo(5);
        passTime(Duration.ofMillis(499));
        assertThat(passing(limit, acme, 3)).isZero();
        passTime(Duration.ofMillis(1));
        assertThat(passing(limit, acme, 3)).isEqualTo(1);
        passTime(Duration.ofMinutes(1));
        assertThat(passing(limit, acme, 10)).as("no more than a burst").isEqualTo(5);
    }

    /** What Retry-After says: after that long, one passes whatever the limit is. */
    @Test
    void oneIsFreeAgainAfterTheSecondsOfRetryAfter() {
        RateLimit limit = limit(1, 1);
        assertThat(passing(limit, acme, 5)).isEqualTo(1);

        passTime(Duration.ofSeconds(
                Long.parseLong(Refusal.RATE_LIMITED.headers("-").get("Retry-After"))));

        assertThat(limit.judge(acme)).isEqualTo(acme);
        assertThat(limit.judge(acme)).isEqualTo(LIMITED);
    }

    @Test
    void refusalsTakeNothingFromIt() {
        RateLimit limit = limit(1, 1);
        for (Refusal refusal : Refusal.values()) {
            Decision refused = Decision.Refused.unattributed(refusal);
            assertThat(limit.judge(refused)).isEqualTo(refused);
        }

        assertThat(limit.judge(acme)).isEqualTo(acme);
    }

    @Test
    void accountsHaveEachTheirOwn() {
        RateLimit limit = limit(1, 1);
        assertThat(passing(limit, acme, 5)).isEqualTo(1);

        assertThat(passing(limit, allowed(2), 1)).isEqualTo(1);
    }

    @Test
    void holdsWhenAllCallAtOnce() throws Exception {
        RateLimit limit = limit(1, 100);
        LongAdder passed = new LongAdder();

        AtOnce.run(Collections.nCopies(8, () -> passed.add(passing(limit, acme, 50))));

        assertThat(passed.sum()).isEqualTo(100);
    }

    @Test
    void isOffUnlessItIsSet() {
        RateLimitSettings none = from(Map.of());

        assertThat(none.isOff()).isTrue();
        assertThat(passing(new RateLimit(none), acme, 10_000)).isEqualTo(10_000);
        assertThat(from(Map.of("saltgate.rate.limit", "0")).isOff()).isTrue();
    }

    @Test
    void aBurstIsASecondsCallsUnlessItIsSet() {
        assertThat(from(Map.of("saltgate.rate.limit", "50"))).isEqualTo(new RateLimitSettings(50, 50));
        assertThat(from(Map.of("saltgate.rate.limit", "50", "saltgate.rate.burst", "7")))
                .isEqualTo(new RateLimitSettings(50, 7));
    }

    @ParameterizedTest
    @CsvSource({"-1, 5", "1.5, 5", "many, 5", "1000001, 5", "5, 0", "5, -1", "5, 99999999", "0, 5", "1/s, 5"})
    void doesNotStartWithWhatIsNoLimit(String limit, String burst) {
        assertThatThrownBy(() -> from(Map.of("saltgate.rate.limit", limit, "saltgate.rate.burst", burst)))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("saltgate.rate.");
    }

    private RateLimit limit(long perSecond, long burst) {
        return new RateLimit(new RateLimitSettings(perSecond, burst), new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        });
    }

    private void passTime(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static long passing(RateLimit limit, Decision decision, int times) {
        long passed = 0;
        for (int i = 0; i < times; i++) {
            Decision judged = limit.judge(decision);
            assertThat(judged).isIn(decision, LIMITED);
            passed += judged.equals(decision) ? 1 : 0;
        }
        return passed;
    }

    private static Decision allowed(long account) {
        return new Decision.Allowed(
                new GateState(
                        new UUID(0, account),
                        "acme",
                        null,
                        false,
                        false,
                        new UUID(1, account),
                        null,
                        Whitelist.Mode.OFF,
                        AddressMatcher.EMPTY),
                false);
    }

    private static RateLimitSettings from(Map<String, String> values) {
        return RateLimitSettings.from(new Settings(key -> Optional.ofNullable(values.get(key))));
    }
}
