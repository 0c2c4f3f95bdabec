package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressesTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "198.51.100.7, 198.51.100.7",
        "255.255.255.255, 255.255.255.255",
        "2001:DB8::1, 2001:db8::1",
        "2001:db8:0:0:0:0:0:1, 2001:db8::1",
        "::, ::",
        "::1, ::1",
        "fe80::1, fe80::1",
        "::ffff:203.0.113.7, 203.0.113.7",
        "::FFFF:CB00:7107, 203.0.113.7",
        "0:0:0:0:0:ffff:203.0.113.7, 203.0.113.7",
        "64:ff9b::203.0.113.7, 64:ff9b::cb00:7107",
        "::13.1.68.3, ::d01:4403",
        "::0.0.0.0, ::",
    })
    void readsAddressesInOneForm(String typed, String canonical) {
        assertThat(IpAddresses.parse(typed)).get().hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "-",
                "localhost",
                "probe.attacker.example",
                "010.8.8.8",
                "127.0.026.1",
                "012.0.0.1",
                "1.2.3.04",
                "00.0.0.0",
                "2130706433",
                "0x7f.1",
                "0x7f000001",
                "127.1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.-1",
                "1.2.3.1-5",
                "1.2.3.*",
                "1111111",
                "23.23.43",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4\n",
                "1.2.3.4\u0000",
                "1.2.3.4/32",
                "1.2.3.4:80",
                "[::1]",
                "::1%eth0",
                "fe80::1%1",
                "::1%",
                ":::",
                "1::2::3",
                "12345::",
                "00001::",
                "000f000::0.0.0.0",
                "::g",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "::ffff:1.2.3.04",
                "::ffff:1.2.3",
                "::1.2.3.4.5",
                "1.2.3.4::",
                "4)+k&C#VzJ4br>0wv%Yp",
                "１.２.３.４",
                "1.2.3.４",
                "١.٢.٣.٤",
                "::ffff:0x7f.0.0.1",
                "unknown",
                "_hidden",
                "0.0.0.0.",
                ".1.2.3.4",
                "1..2.3",
                "::ffff:010.8.8.8",
                "0000:0000:0000:0000:0000:ffff:192.168.100.228x"
            })
    void refusesWhatIsNoAddress(String typed) {
        assertThat(IpAddresses.parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {46, 4000, 100_000})
    void refusesWhatIsTooLongWithoutReadingIt(int length) {
        assertThat(IpAddresses.parse("1".repeat(length))).isEmpty();
        assertThat(IpAddresses.parse("::1%" + "A".repeat(length))).isEmpty();
    }
}
