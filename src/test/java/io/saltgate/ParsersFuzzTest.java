package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.common.net.InetAddresses;
import inet.ipaddr.IPAddress;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.ClientAddress.Ground;
import io.saltgate.platform.net.ClientAddress.Standing;
import io.saltgate.platform.net.ClientAddress.Trace;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.whitelist.IpRange;
import java.util.List;
import java.util.Optional;

/**
 * Whatever strangers send or people type, by a fuzzer that follows the parsers' branches. One target for all, since a
 * run has one: the first byte chooses. {@code -Dsaltgate.fuzz=10m} fuzzes longer; what it finds becomes a file in the
 * test's resources, which every later run tries first.
 */
class ParsersFuzzTest {

    private static final List<IPAddress> GATEWAYS = List.of(
            IpAddresses.parseRange("10.0.0.0/8").orElseThrow().block(),
            IpAddresses.parseRange("fd00::/8").orElseThrow().block());
    private static final GatewaySettings FORWARDED_FOR = new GatewaySettings(GATEWAYS, "X-Forwarded-For");
    private static final GatewaySettings RFC_7239 = new GatewaySettings(GATEWAYS, "Forwarded");

    @FuzzTest
    void parsers(FuzzedDataProvider data) {
        int parser = data.consumeInt(0, 4);
        switch (parser) {
            case 0 -> address(data.consumeRemainingAsString());
            case 1 -> range(data.consumeRemainingAsString());
            case 2 -> token(data.consumeRemainingAsString());
            case 3 -> header(data, FORWARDED_FOR);
            default -> header(data, RFC_7239);
        }
    }

    private static void address(String text) {
        Optional<IPAddress> address = IpAddresses.parse(text);
        if (address.isPresent()) {
            assertThat(text.length()).isLessThanOrEqualTo(IpAddresses.MAX_ADDRESS);
            assertThat(text).matches("[0-9A-Fa-f:.]+");
            String canonical = address.get().toCanonicalString();
            assertThat(IpAddresses.parse(canonical)).isEqualTo(address);
            assertThat(address.get().getCount()).isOne();
            // Another's reading, which unmaps too: never a different address.
            assertThat(InetAddresses.isInetAddress(text)).isTrue();
            assertThat(InetAddresses.forString(text).getAddress())
                    .isEqualTo(address.get().toInetAddress().getAddress());
        }
    }

    private static void range(String text) {
        if (IpRange.parse(text) instanceof IpRange.Parsed.Ok ok) {
            String canonical = ok.range().toString();
            assertThat(canonical.length()).isLessThanOrEqualTo(49);
            assertThat(IpRange.parse(canonical)).isEqualTo(ok);
            assertThat(IpRange.of(canonical)).isEqualTo(ok.range());
        }
    }

    private static void token(String text) {
        AuthToken.parse(text).ifPresent(token -> {
            assertThat(token.reveal()).isEqualTo(text).matches("[0-9A-Za-z_]{49,65}");
            assertThat(token.toString()).doesNotContain(text);
        });
    }

    private static void header(FuzzedDataProvider data, GatewaySettings settings) {
        String peer = data.consumeBoolean() ? "10.0.0.1" : data.consumeString(50);
        List<String> lines = data.consumeBoolean()
                ? List.of(data.consumeString(200), data.consumeRemainingAsString())
                : List.of(data.consumeRemainingAsString());
        Trace trace = ClientAddress.trace(peer, lines, settings);

        assertThat(ClientAddress.of(peer, lines, settings)).isEqualTo(Optional.ofNullable(trace.client()));
        long clients = trace.hops().stream()
                .filter(hop -> hop.standing() == Standing.CLIENT)
                .count();
        assertThat(clients).isEqualTo(trace.client() == null ? 0 : 1);
        if (trace.client() != null) {
            assertThat(settings.isGateway(trace.client())).isFalse();
            assertThat(trace.ground()).isIn(Ground.PEER, Ground.NAMED);
        }
        // Whatever stands further left changes nothing.
        if (trace.ground() == Ground.NAMED) {
            List<String> forged = List.of("203.0.113.66", String.join(",", lines));
            assertThat(ClientAddress.of(peer, forged, FORWARDED_FOR.equals(settings) ? settings : FORWARDED_FOR))
                    .isEqualTo(ClientAddress.of(peer, List.of(String.join(",", lines)), FORWARDED_FOR));
        }
    }
}
