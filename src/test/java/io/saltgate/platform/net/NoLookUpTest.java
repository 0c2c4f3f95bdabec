package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.NameService;
import io.saltgate.whitelist.IpRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** B8: whatever a caller writes, nobody is asked for a name. */
class NoLookUpTest {

    @Test
    void asksForNoNameThatACallerWrote() {
        GatewaySettings settings =
                new GatewaySettings(List.of(IpAddresses.parse("10.0.0.1").orElseThrow()), "X-Forwarded-For");
        for (String name : List.of(
                "probe.attacker.invalid",
                "localhost",
                "attacker",
                "1.2.3",
                "::1%attacker",
                "0x7f.1",
                "attacker.invalid:80",
                "[attacker.invalid]:80",
                "1.2.3.4.attacker.invalid")) {
            IpAddresses.parse(name);
            IpAddresses.parseRange(name);
            IpAddresses.parseRange(name + "/8");
            IpRange.parse(name);
            ClientAddress.of(name, List.of(), settings);
            ClientAddress.of("10.0.0.1", List.of(name), settings);
            ClientAddress.of("10.0.0.1", List.of("for=" + name), new GatewaySettings(settings.gateways(), "Forwarded"));
        }

        assertThat(NameService.asked())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("attacker"));
        assertThat(NameService.asked()).doesNotContain("1.2.3", "0x7f.1");
    }

    /** Else the test above would tell nothing. */
    @Test
    void theTestWouldNoticeALookUp() {
        try {
            InetAddress.getByName("noticed.invalid");
        } catch (UnknownHostException e) {
            // of course
        }

        assertThat(NameService.asked()).contains("noticed.invalid");
    }
}
