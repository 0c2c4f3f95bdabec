package io.saltgate.whitelist.web;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.whitelist.IpRange;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAddressTest {

    private static final String GATEWAY = "10.0.0.1";

    @Test
    void isThePeerWhereNothingStandsBetween() {
        assertOffered("203.0.113.7", seen("203.0.113.7", "X-Forwarded-For"));
        assertOffered("2001:db8::7", seen("2001:db8::7", "X-Forwarded-For"));
    }

    @Test
    void isWhatAGatewaySaysAPrivateOneToo() {
        assertOffered("203.0.113.7", seen(GATEWAY, "X-Forwarded-For", "X-Forwarded-For", "203.0.113.7"));
        assertOffered("192.168.7.7", seen(GATEWAY, "X-Forwarded-For", "X-Forwarded-For", "192.168.7.7"));
        assertOffered("203.0.113.7", seen(GATEWAY, "X-Real-IP", "X-Real-IP", "203.0.113.7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "192.168.7.7",
                "172.16.0.1",
                "100.64.0.1",
                "169.254.1.1",
                "::1",
                "fe80::1%eth0",
                "fd00::1",
                "::ffff:192.168.7.7",
                "0.0.0.0"
            })
    void isNotOfferedWhereAPrivateOneIsSeenBehindNoGateway(String peer) {
        assertRefused("whitelist.own.private", seen(peer, "X-Forwarded-For"));
    }

    /** A proxy that nobody has configured: listing it would let everybody behind it in. */
    @ParameterizedTest
    @CsvSource({"X-Forwarded-For, 198.51.100.9", "Forwarded, for=198.51.100.9", "X-Real-IP, 198.51.100.9"})
    void isNotOfferedWhereAStrangerForwards(String header, String value) {
        OwnAddress.Seen seen = seen("203.0.113.7", "X-Real-IP", header, value);

        assertRefused("whitelist.own.private", seen);
        assertThat(seen.seen()).isEqualTo("203.0.113.7");
    }

    @Test
    void isNotOfferedWhereAGatewayDoesNotSayIt() {
        assertRefused("whitelist.own.unknown", seen(GATEWAY, "X-Forwarded-For"));
        assertRefused("whitelist.own.unknown", seen(GATEWAY, "X-Forwarded-For", "X-Forwarded-For", "garbage"));
        assertRefused("whitelist.own.unknown", seen(GATEWAY, "X-Forwarded-For", "X-Real-IP", "203.0.113.7"));
    }

    private static void assertOffered(String address, OwnAddress.Seen seen) {
        assertThat(seen.range()).contains(IpRange.of(address));
        assertThat(seen.complaint()).isNull();
        assertThat(seen.seen()).isEqualTo(address);
    }

    private static void assertRefused(String complaint, OwnAddress.Seen seen) {
        assertThat(seen.range()).isEmpty();
        assertThat(seen.complaint()).isEqualTo(complaint);
    }

    private static OwnAddress.Seen seen(String peer, String configured, String... headers) {
        IPAddress gateway = IpAddresses.parse(GATEWAY).orElseThrow();
        return new OwnAddress(new GatewaySettings(List.of(gateway), configured)).of(request(peer, headers));
    }

    /** With one line of each header: name, value, name, value ... */
    private static HttpServletRequest request(String peer, String... headers) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                OwnAddressTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getRemoteAddr" -> peer;
                    case "getHeader" -> value(headers, args[0]);
                    case "getHeaders" ->
                        Collections.enumeration(
                                value(headers, args[0]) == null ? List.of() : List.of(value(headers, args[0])));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static String value(String[] headers, Object name) {
        int at = Arrays.asList(headers).indexOf(name);
        return at < 0 ? null : headers[at + 1];
    }
}
