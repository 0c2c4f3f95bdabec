package io.saltgate.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.testing.TurnableClock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefusalMeterTest {

    private final TurnableClock clock = new TurnableClock();
    private final RefusalMeter meter = new RefusalMeter(clock);
    private final AccountId account = new AccountId(UUID.randomUUID());
    private final Caller member = member(UUID.randomUUID(), account);

    @Test
    void takesTheSameRouteOnceAMinute() {
        assertThat(meter.takes(member, route("GET"))).isTrue();
        assertThat(meter.takes(member, route("GET"))).isFalse();
        assertThat(meter.takes(member, route("POST"))).isTrue();
        clock.turn(Duration.ofSeconds(61));
        assertThat(meter.takes(member, route("GET"))).isTrue();
    }

    @Test
    void countsPersonsAndAccountsApart() {
        assertThat(meter.takes(member, route("GET"))).isTrue();
        assertThat(meter.takes(member(UUID.randomUUID(), account), route("GET")))
                .isTrue();
        assertThat(meter.takes(member(member.id(), new AccountId(UUID.randomUUID())), route("GET")))
                .isTrue();
    }

    @Test
    void takesTheNextWhenOneWasNotRecorded() {
        assertThat(meter.takes(member, route("GET"))).isTrue();
        meter.giveBack(member, route("GET"));
        assertThat(meter.takes(member, route("GET"))).isTrue();
    }

    private static Routes.Route route(String method) {
        return new Routes.Route(method, "/settings/thing/{id}", Permission.CHANGE_API);
    }

    private static Caller member(UUID id, AccountId account) {
        return new Caller(Caller.Kind.MEMBER, id, account, Set.of(), null, null);
    }
}
