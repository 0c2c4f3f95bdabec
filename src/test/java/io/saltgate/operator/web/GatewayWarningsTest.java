package io.saltgate.operator.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.operator.web.GatewayWarnings.Warning;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.usage.AddressTrouble;
import io.saltgate.usage.UnattributedCalls.Trouble;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewayWarningsTest {

    @Test
    void saysNothingOfOrdinaryCalls() {
        assertThat(codes(List.of("198.51.100.7", "10.0.0.9", "2001:db8::1"), "192.0.2.0/24"))
                .isEmpty();
        assertThat(codes(List.of())).isEmpty();
    }

    @Test
    void asksWhetherTheOnlyAddressIsAProxys() {
        assertThat(codes(List.of("10.0.0.9"))).containsExactly("ONE_ADDRESS");
        assertThat(codes(List.of("127.0.0.1"))).containsExactly("ONE_ADDRESS");
        assertThat(codes(List.of("fd00::1"))).containsExactly("ONE_ADDRESS");
        assertThat(codes(List.of("198.51.100.7"))).isEmpty();
        assertThat(codes(List.of("10.0.0.9", "10.0.0.10"))).isEmpty();
    }

    @Test
    void seesARangeThatHoldsACaller() {
        assertThat(codes(List.of("198.51.100.7", "10.1.2.3"), "10.0.0.0/8")).containsExactly("OVERLAP");
        assertThat(codes(List.of("198.51.100.7", "203.0.113.9"), "0.0.0.0/0")).containsExactly("OVERLAP");
        assertThat(codes(List.of("2001:db8::1", "203.0.113.9"), "2001:db8::/32"))
                .containsExactly("OVERLAP");
    }

    @Test
    void passesOnWhatTheCallsSaid() {
        Trouble trouble = new Trouble(
                AddressTrouble.NOT_SENT, Instant.EPOCH, Instant.EPOCH.plusSeconds(5), 7, "10.0.0.1 (gateway)");

        assertThat(GatewayWarnings.of(List.of(trouble), List.of(), settings()))
                .containsExactly(new Warning("NOT_SENT", "10.0.0.1 (gateway)", 7, Instant.EPOCH.plusSeconds(5)));
    }

    private static List<String> codes(List<String> addresses, String... gateways) {
        return GatewayWarnings.of(List.of(), addresses, settings(gateways)).stream()
                .map(Warning::code)
                .toList();
    }

    private static GatewaySettings settings(String... gateways) {
        return new GatewaySettings(
                Stream.of(gateways)
                        .map(text -> IpAddresses.parseRange(text).orElseThrow().block())
                        .toList(),
                "X-Forwarded-For");
    }
}
