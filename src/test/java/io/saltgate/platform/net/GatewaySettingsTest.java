package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySettingsTest {

    @Test
    void believesNobodyByDefault() {
        GatewaySettings settings = from(Map.of());

        assertThat(settings.gateways()).isEmpty();
        assertThat(settings.addressHeader()).isEqualTo("X-Forwarded-For");
    }

    @Test
    void believesAddressesAndRangesOfBothFamilies() {
        GatewaySettings settings = from(Map.of("saltgate.gateways", "10.0.0.0/8, 203.0.113.7 2001:db8::/32"));

        for (String gateway : new String[] {"10.1.2.3", "203.0.113.7", "2001:db8::1", "::ffff:10.1.2.3"}) {
            assertThat(settings.isGateway(IpAddresses.parse(gateway).orElseThrow()))
                    .as(gateway)
                    .isTrue();
        }
        for (String stranger : new String[] {"11.0.0.0", "203.0.113.8", "2001:db9::1"}) {
            assertThat(settings.isGateway(IpAddresses.parse(stranger).orElseThrow()))
                    .as(stranger)
                    .isFalse();
        }
    }

    /** B1, B6, B7, B10: the parser of typed entries is the one here too; whom to believe is never guessed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "010.0.0.0/8",
                "10.0.0.0/08",
                "10.0.0.1/8",
                "fe80::1%eth0",
                "10",
                "*",
                "10.0.*.*",
                "/24",
                "proxy.example",
                "10.0.0.0/8;11.0.0.0/8"
            })
    void doesNotStartWithWhatIsNoRange(String typed) {
        assertThatThrownBy(() -> from(Map.of("saltgate.gateways", "192.0.2.1 " + typed)))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining(typed);
    }

    @Test
    void namesTheEntryThatIsNone() {
        assertThatThrownBy(() -> from(Map.of("saltgate.gateways", "10.0.0.0/8 10.0.0.1/8")))
                .hasMessageStartingWith("saltgate.gateways has 10.0.0.1/8, which is neither");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For:", "X Real", "", "X-Réal", "a\r\nb"})
    void takesOneNameOfAHeaderAndNothingElse(String header) {
        if (header.isBlank()) {
            assertThat(from(Map.of("saltgate.client.address.header", header)).addressHeader())
                    .isEqualTo("X-Forwarded-For");
        } else {
            assertThatThrownBy(() -> from(Map.of("saltgate.client.address.header", header)))
                    .isInstanceOf(Settings.InvalidSetting.class);
        }
    }

    private static GatewaySettings from(Map<String, String> values) {
        return GatewaySettings.from(new Settings(key -> Optional.ofNullable(values.get(key))));
    }
}
