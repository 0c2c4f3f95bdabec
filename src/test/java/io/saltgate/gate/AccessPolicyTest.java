package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AccessPolicyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final IPAddress HOME = IpAddresses.parse("198.51.100.7").orElseThrow();
    private static final IPAddress AWAY = IpAddresses.parse("203.0.113.9").orElseThrow();

    private static final TokenOwner OWNER = new TokenOwner(new UUID(0, 1), new UUID(0, 2));

    @Test
    void refusesWhatNoTokenStandsFor() {
        assertThat(AccessPolicy.decide(null, OWNER, HOME, NOW)).isEqualTo(refused(Refusal.TOKEN_UNKNOWN));
        assertThat(AccessPolicy.decide(null, null, HOME, NOW))
                .isEqualTo(new Decision.Refused(Refusal.TOKEN_UNKNOWN, null));
    }

    @Test
    void allowsFromAnywhereWhileTheListIsOff() {
        GateState state = state(false, false, null, Whitelist.Mode.OFF);

        assertThat(AccessPolicy.decide(state, OWNER, AWAY, NOW)).isEqualTo(new Decision.Allowed(state, false));
        assertThat(AccessPolicy.decide(state, OWNER, null, NOW)).isEqualTo(new Decision.Allowed(state, false));
    }

    @Test
    void judgesInTheOrderOfTheContract() {
        GateState all = state(true, true, null, Whitelist.Mode.ENFORCED);
        assertThat(AccessPolicy.decide(all, OWNER, AWAY, NOW)).isEqualTo(refused(Refusal.ACCOUNT_SUSPENDED));
        GateState paused = state(false, true, null, Whitelist.Mode.ENFORCED);
        assertThat(AccessPolicy.decide(paused, OWNER, AWAY, NOW)).isEqualTo(refused(Refusal.API_PAUSED));
        GateState enforced = state(false, false, null, Whitelist.Mode.ENFORCED);
        assertThat(AccessPolicy.decide(enforced, OWNER, null, NOW)).isEqualTo(refused(Refusal.ADDRESS_UNKNOWN));
        assertThat(AccessPolicy.decide(enforced, OWNER, AWAY, NOW)).isEqualTo(refused(Refusal.ADDRESS_NOT_WHITELISTED));
        assertThat(AccessPolicy.decide(enforced, OWNER, HOME, NOW)).isEqualTo(new Decision.Allowed(enforced, false));
    }

    @Test
    void reportsInsteadOfRefusingInReportOnlyMode() {
        GateState state = state(false, false, null, Whitelist.Mode.REPORT_ONLY);

        assertThat(AccessPolicy.decide(state, OWNER, AWAY, NOW)).isEqualTo(new Decision.Allowed(state, true));
        assertThat(AccessPolicy.decide(state, OWNER, null, NOW)).isEqualTo(new Decision.Allowed(state, true));
        assertThat(AccessPolicy.decide(state, OWNER, HOME, NOW)).isEqualTo(new Decision.Allowed(state, false));
    }

    @Test
    void anEmptyEnforcedListRefusesEveryCall() {
        GateState state = new GateState(
                new UUID(0, 1),
                "acme",
                null,
                false,
                false,
                new UUID(0, 2),
                null,
                Whitelist.Mode.ENFORCED,
                AddressMatcher.EMPTY);

        assertThat(AccessPolicy.decide(state, OWNER, HOME, NOW)).isEqualTo(refused(Refusal.ADDRESS_NOT_WHITELISTED));
    }

    @Test
    void tokenAndEntryEndAtTheirInstant() {
        GateState overlap = state(false, false, NOW, Whitelist.Mode.OFF);
        assertThat(AccessPolicy.decide(overlap, OWNER, HOME, NOW.minusNanos(1))).isInstanceOf(Decision.Allowed.class);
        assertThat(AccessPolicy.decide(overlap, OWNER, HOME, NOW)).isEqualTo(refused(Refusal.TOKEN_UNKNOWN));

        GateState expiring = new GateState(
                new UUID(0, 1),
                "acme",
                null,
                false,
                false,
                new UUID(0, 2),
                null,
                Whitelist.Mode.ENFORCED,
                new AddressMatcher(List.of(new AddressMatcher.Entry(IpRange.of("198.51.100.7"), NOW))));
        assertThat(AccessPolicy.decide(expiring, OWNER, HOME, NOW.minusNanos(1)))
                .isInstanceOf(Decision.Allowed.class);
        assertThat(AccessPolicy.decide(expiring, OWNER, HOME, NOW)).isEqualTo(refused(Refusal.ADDRESS_NOT_WHITELISTED));
    }

    private static GateState state(boolean suspended, boolean paused, Instant tokenEnd, Whitelist.Mode mode) {
        return new GateState(
                new UUID(0, 1),
                "acme",
                null,
                suspended,
                paused,
                new UUID(0, 2),
                tokenEnd,
                mode,
                new AddressMatcher(List.of(new AddressMatcher.Entry(IpRange.of("198.51.100.0/24"), null))));
    }

    private static Decision refused(Refusal refusal) {
        return new Decision.Refused(refusal, OWNER);
    }
}
