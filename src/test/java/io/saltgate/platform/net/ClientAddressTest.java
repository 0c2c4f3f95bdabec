package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private static final String GATEWAY = "10.0.0.1";

    @Test
    void believesNoHeaderOfAPeerThatIsNoGateway() {
        assertThat(seen("203.0.113.7", "X-Forwarded-For", "1.1.1.1")).isEqualTo("203.0.113.7");
        assertThat(seen("203.0.113.7", "X-Forwarded-For")).isEqualTo("203.0.113.7");
    }

    @Test
    void takesTheFirstHopFromTheRightThatIsNoGateway() {
        assertThat(seen(GATEWAY, "X-Forwarded-For", "1.1.1.1, 198.51.100.9")).isEqualTo("198.51.100.9");
        assertThat(seen(GATEWAY, "X-Forwarded-For", "1.1.1.1, 198.51.100.9, 10.0.0.2"))
                .isEqualTo("198.51.100.9");
    }

    @Test
    void joinsAllLinesInTheirOrder() {
        assertThat(seen(GATEWAY, "X-Forwarded-For", "10.0.0.5", "198.51.100.9")).isEqualTo("198.51.100.9");
        assertThat(seen(GATEWAY, "X-Forwarded-For", "198.51.100.9", "10.0.0.5")).isEqualTo("198.51.100.9");
    }

    // B18
    @Test
    void takesAPortOff() {
        assertThat(seen(GATEWAY, "X-Forwarded-For", "203.0.113.7:58290")).isEqualTo("203.0.113.7");
        assertThat(seen(GATEWAY, "X-Forwarded-For", "[2001:db8::1]:58290")).isEqualTo("2001:db8::1");
        assertThat(seen(GATEWAY, "X-Forwarded-For", "[2001:db8::1]")).isEqualTo("2001:db8::1");
        assertThat(seen(GATEWAY, "X-Forwarded-For", "2001:db8::1")).isEqualTo("2001:db8::1");
    }

    @Test
    void unmapsPeerAndHops() {
        assertThat(seen("::ffff:10.0.0.1", "X-Forwarded-For", "::ffff:203.0.113.7"))
                .isEqualTo("203.0.113.7");
    }

    /** The server names the interface of a link-local peer; nobody else may. */
    @Test
    void takesTheZoneOffThePeerAlone() {
        assertThat(seen("fe80::1%eth0", "X-Forwarded-For")).isEqualTo("fe80::1");
        assertThat(find("fe80::1%eth0%1x:", "X-Forwarded-For"))
                .map(Object::toString)
                .contains("fe80::1");
        assertThat(find("%eth0", "X-Forwarded-For")).isEmpty();
        assertThat(find(GATEWAY, "X-Forwarded-For", "fe80::1%eth0")).isEmpty();
    }

    @Test
    void tellsNothingWhereAGatewayTellsNothing() {
        assertThat(find(GATEWAY, "X-Forwarded-For")).isEmpty();
        assertThat(find(GATEWAY, "X-Forwarded-For", "")).isEmpty();
        assertThat(find(GATEWAY, "X-Forwarded-For", " ", "")).isEmpty();
        assertThat(find(GATEWAY, "X-Forwarded-For", "10.0.0.1, 10.0.0.2")).isEmpty();
    }

    @Test
    void neverSkipsAHopThatIsNoAddress() {
        for (String bad : List.of(
                "probe.attacker.example",
                "unknown",
                "010.8.8.8",
                "1.2.3",
                "",
                "::1%" + "A".repeat(4000),
                "1.2.3.4:99999999",
                "[1.2.3.4]:80",
                "[::1",
                "::1]:80",
                "1.2.3.4:",
                "\"1.2.3.4\"")) {
            assertThat(find(GATEWAY, "X-Forwarded-For", "1.1.1.1, " + bad))
                    .as(bad)
                    .isEmpty();
            assertThat(find(GATEWAY, "X-Forwarded-For", "1.1.1.1, " + bad + ", 10.0.0.2"))
                    .as(bad)
                    .isEmpty();
        }
    }

    /** C27: a port is a number from 1 to 65535 without leading zeros, or the element is no address. */
    @Test
    void takesNoPortThatIsNone() {
        for (String port : List.of("0", "00", "080", "65536", "99999", "100000", "", "+80", "-1", "8a", "８０", " 80")) {
            for (String host : List.of("203.0.113.7:", "[2001:db8::1]:", "[::ffff:203.0.113.7]:")) {
                String hop = host + port;
                assertThat(find(GATEWAY, "X-Forwarded-For", hop)).as(hop).isEmpty();
                assertThat(find(GATEWAY, "X-Forwarded-For", hop + ", 10.0.0.2"))
                        .as(hop)
                        .isEmpty();
                assertThat(find(GATEWAY, "X-Real-IP", hop)).as(hop).isEmpty();
                assertThat(find(GATEWAY, "Forwarded", "for=\"" + hop + "\""))
                        .as(hop)
                        .isEmpty();
                assertThat(find(GATEWAY, "Forwarded", "proto=https;for=\"" + hop + "\""))
                        .as(hop)
                        .isEmpty();
            }
        }
        for (String port : List.of("1", "80", "65535")) {
            assertThat(seen(GATEWAY, "X-Forwarded-For", "203.0.113.7:" + port)).isEqualTo("203.0.113.7");
            assertThat(seen(GATEWAY, "X-Real-IP", "[2001:db8::1]:" + port)).isEqualTo("2001:db8::1");
            assertThat(seen(GATEWAY, "Forwarded", "for=\"[2001:db8::1]:" + port + "\""))
                    .isEqualTo("2001:db8::1");
        }
    }

    @Test
    void tellsNothingFromAnEndlessHeader() {
        assertThat(find(GATEWAY, "X-Forwarded-For", "1.1.1.1, ".repeat(2000) + "198.51.100.9"))
                .isEmpty();
    }

    @Test
    void readsForwardedOfRfc7239() {
        assertThat(seen(GATEWAY, "Forwarded", "for=1.1.1.1, for=198.51.100.9;proto=https;by=203.0.113.43"))
                .isEqualTo("198.51.100.9");
        assertThat(seen(GATEWAY, "Forwarded", "For=\"[2001:db8:cafe::17]:4711\""))
                .isEqualTo("2001:db8:cafe::17");
        assertThat(seen(GATEWAY, "Forwarded", "proto=http; for=\"192.0.2.60:80\""))
                .isEqualTo("192.0.2.60");
        assertThat(seen(GATEWAY, "Forwarded", "for=1.1.1.1", "for=198.51.100.9"))
                .isEqualTo("198.51.100.9");
        assertThat(find(GATEWAY, "Forwarded", "for=_hidden")).isEmpty();
        assertThat(find(GATEWAY, "Forwarded", "for=unknown")).isEmpty();
        assertThat(find(GATEWAY, "Forwarded", "proto=https")).isEmpty();
        assertThat(find(GATEWAY, "Forwarded", "for=1.1.1.1;for=2.2.2.2")).isEmpty();
        assertThat(find(GATEWAY, "Forwarded", "198.51.100.9")).isEmpty();
    }

    /** A gateway appends to what the client sent, in the same line or in one of its own. */
    @Test
    void anOpenQuoteOfTheClientSwallowsNothingThatAGatewayAppended() {
        for (String open : List.of("for=192.0.2.1;x=\"", "for=\"192.0.2.1", "for=192.0.2.1;x=\"\\", "\"")) {
            for (String appended : List.of(
                    "for=198.51.100.9",
                    "for=\"198.51.100.9:4711\";proto=https",
                    "for=198.51.100.9;host=\"api.example:8080\"",
                    "host=\"a\\\",b\";for=198.51.100.9")) {
                String both = open + ", " + appended;
                assertThat(seen(GATEWAY, "Forwarded", both)).as(both).isEqualTo("198.51.100.9");
                assertThat(seen(GATEWAY, "Forwarded", open, appended)).as(both).isEqualTo("198.51.100.9");
            }
        }
        assertThat(seen(GATEWAY, "X-Forwarded-For", "\", 198.51.100.9")).isEqualTo("198.51.100.9");
        assertThat(seen(GATEWAY, "X-Forwarded-For", "\"", "198.51.100.9")).isEqualTo("198.51.100.9");
    }

    @Test
    void tellsNothingFromAnElementOfForwardedThatIsMalformed() {
        for (String bad : List.of(
                "for=198.51.100.9;garbage",
                "for=;for=198.51.100.9",
                "for=198.51.100.9;x=\"",
                "for=198.51.100.9;x=\"a\"b\"",
                "for=198.51.100.9;x=\"a\\\"",
                "for=198.51.100.9;=x",
                "for=198.51.100.9;a b=c")) {
            assertThat(find(GATEWAY, "Forwarded", "for=1.1.1.1, " + bad))
                    .as(bad)
                    .isEmpty();
        }
        assertThat(seen(GATEWAY, "Forwarded", "for=198.51.100.9;; proto=https;"))
                .isEqualTo("198.51.100.9");
    }

    @Test
    void readsAHeaderOfOneAddress() {
        assertThat(seen(GATEWAY, "X-Real-IP", "198.51.100.9")).isEqualTo("198.51.100.9");
    }

    private static String seen(String peer, String header, String... lines) {
        return find(peer, header, lines).orElseThrow().toCanonicalString();
    }

    private static Optional<IPAddress> find(String peer, String header, String... lines) {
        IPAddress gateways = IpAddresses.parseRange("10.0.0.0/8").orElseThrow().block();
        return ClientAddress.of(peer, List.of(lines), new GatewaySettings(List.of(gateways), header));
    }
}
