package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundSettingsTest {

    @Test
    void allowsNothingPrivateByDefault() {
        OutboundSettings settings = from(Map.of());

        assertThat(settings.allow()).isEqualTo(AllowList.NONE);
        assertThat(settings.ports()).containsExactlyInAnyOrder(443, 8443);
        assertThat(settings.nameServer()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, 1, true",
        "10.1.2.3, 10.1.2.4, 1, false",
        "10.1.2.3:8080, 10.1.2.3, 8080, true",
        "10.1.2.3:8080, 10.1.2.3, 8081, false",
        "10.0.0.0/8, 10.255.255.255, 65535, true",
        "10.0.0.0/8:8080, 10.9.9.9, 8080, true",
        "10.0.0.0/8:8080, 10.9.9.9, 80, false",
        "10.0.0.0/8:8080, 11.0.0.0, 8080, false",
        "2001:db8::1, 2001:db8::1, 9, true",
        "2001:db8::/32, 2001:db8:ffff::, 9, true",
        "[2001:db8::1], 2001:db8::1, 9, true",
        "[2001:db8::1]:8080, 2001:db8::1, 8080, true",
        "[2001:db8::1]:8080, 2001:db8::1, 8081, false",
        "[2001:db8::/32]:8080, 2001:db8::9, 8080, true",
        "[2001:db8::/32]:8080, 2001:db9::9, 8080, false",
        "::ffff:10.0.0.1, 10.0.0.1, 5, true",
        "0.0.0.0/0, ::1, 5, false",
        "'10.0.0.1:1, 10.0.0.2 ::1', ::1, 5, true",
    })
    void allowsAddressesAndRangesWithAndWithoutAPort(String typed, String address, int port, boolean permitted) {
        AllowList allow = from(Map.of("saltgate.webhooks.allow", typed)).allow();

        assertThat(allow.permits(IpAddresses.parse(address).orElseThrow(), port))
                .isEqualTo(permitted);
        assertThat(AllowList.parse(typed)).contains(allow);
        assertThat(AllowList.parse(allow.toString())).contains(allow);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.1:0",
                "10.0.0.1:65536",
                "10.0.0.1:080",
                "10.0.0.1:",
                "10.0.0.1:80:80",
                "[10.0.0.1]:80",
                "[::1",
                "[::1]80",
                "[::1]:",
                "[]:80",
                "::1%eth0",
                "10.1",
                "0x7f.0.0.1",
                "localhost",
                "localhost:80",
                "*",
                "10.0.0.0/33"
            })
    void doesNotStartWithWhatIsNoTarget(String typed) {
        assertThatThrownBy(() -> from(Map.of("saltgate.webhooks.allow", "192.0.2.1 " + typed)))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining(typed);
        assertThat(AllowList.parse("192.0.2.1 " + typed)).isEmpty();
    }

    @Test
    void takesOtherPorts() {
        assertThat(from(Map.of("saltgate.webhooks.ports", "443, 9443")).ports()).containsExactlyInAnyOrder(443, 9443);
        for (String typed : new String[] {"0", "65536", "https", "443-445", "-1"}) {
            assertThatThrownBy(() -> from(Map.of("saltgate.webhooks.ports", typed)))
                    .isInstanceOf(Settings.InvalidSetting.class)
                    .hasMessageContaining(typed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.53, 10.0.0.53, 53",
        "127.0.0.1:5353, 127.0.0.1, 5353",
        "::1, ::1, 53",
        "[::1]:5353, ::1, 5353",
    })
    void asksAnotherNameServer(String typed, String address, int port) {
        assertThat(from(Map.of("saltgate.webhooks.dns", typed)).nameServer())
                .contains(new InetSocketAddress(
                        IpAddresses.parse(address).orElseThrow().toInetAddress(), port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ns.example", "10.0.0.0/8", "10.0.0.1 10.0.0.2", "10.0.0.1:0", "1"})
    void doesNotStartWithWhatIsNoNameServer(String typed) {
        assertThatThrownBy(() -> from(Map.of("saltgate.webhooks.dns", typed)))
                .isInstanceOf(Settings.InvalidSetting.class);
    }

    private static OutboundSettings from(Map<String, String> values) {
        return OutboundSettings.from(new Settings(key -> Optional.ofNullable(values.get(key))));
    }
}
