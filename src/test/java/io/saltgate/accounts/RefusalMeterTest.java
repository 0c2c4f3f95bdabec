package io.saltgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.TurnableClock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalMeterTest {

    private final TurnableClock clock = new TurnableClock();
    private final RefusalMeter meter = new RefusalMeter(clock);
    private final AccountId account = new AccountId(UUID.randomUUID());
    private final Caller member = member(UUID.randomUUID(), account);

    @Test
    void takesTheSameActionOnceAMinute() {
        assertThat(meter.takes(member, "GET /settings/audit")).isTrue();
        assertThat(meter.takes(member, "GET /settings/audit")).isFalse();
        assertThat(meter.takes(member, "POST /settings/audit")).isTrue();
        clock.turn(Duration.ofSeconds(61));
        assertThat(meter.takes(member, "GET /settings/audit")).isTrue();
    }

    @Test
    void neverTakesMoreThanAFewAMinuteWhateverIsTried() {
        assertThat(IntStream.range(0, 10_000).filter(i -> meter.takes(member, "POST /entries/" + i)))
                .hasSize(10);
    }

    @Test
    void countsPersonsAndAccountsApart() {
        assertThat(meter.takes(member, "GET /a")).isTrue();
        assertThat(meter.takes(member(UUID.randomUUID(), account), "GET /a")).isTrue();
        assertThat(meter.takes(member(member.id(), new AccountId(UUID.randomUUID())), "GET /a"))
                .isTrue();
    }

    private static Caller member(UUID id, AccountId account) {
        return new Caller(Caller.Kind.MEMBER, id, account, Set.of(), null, null);
    }
}
