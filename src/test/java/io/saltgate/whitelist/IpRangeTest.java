package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.PlainText;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.whitelist.IpRange.Complaint;
import io.saltgate.whitelist.IpRange.Parsed;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {

    @ParameterizedTest
    @CsvSource({
        "198.51.100.7, 198.51.100.7",
        "198.51.100.7/32, 198.51.100.7",
        " 198.51.100.7 , 198.51.100.7",
        "10.0.0.0/8, 10.0.0.0/8",
        "0.0.0.0/0, 0.0.0.0/0",
        "::/0, ::/0",
        "2001:DB8::1, 2001:db8::1",
        "2001:db8:0:0::1/128, 2001:db8::1",
        "2001:db8::/32, 2001:db8::/32",
        "2001:0DB8:0000::/48, 2001:db8::/48",
        "::ffff:10.0.0.0/104, 10.0.0.0/8",
        "::ffff:10.1.2.3, 10.1.2.3",
        "::ffff:10.1.2.3/128, 10.1.2.3",
    })
    void hasOneCanonicalForm(String typed, String canonical) {
        IpRange range = ((Parsed.Ok) IpRange.parse(typed)).range();

        assertThat(range).hasToString(canonical).isEqualTo(IpRange.of(canonical));
    }

    @ParameterizedTest
    @CsvSource({"010.8.8.8", "127.0.026.1", "10.0.0.08/32", "00.0.0.0/8", "1.2.3.4/08"})
    void namesALeadingZeroAndNeverMendsIt(String typed) {
        assertThat(complaint(typed)).isEqualTo(Complaint.LEADING_ZERO);
    }

    @ParameterizedTest
    @CsvSource({"fe80::1%eth0", "::1%", "1.2.3.4%1"})
    void namesAZone(String typed) {
        assertThat(complaint(typed)).isEqualTo(Complaint.ZONE);
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.67/24, 192.168.1.0/24",
        "10.0.0.1/8, 10.0.0.0/8",
        "1.2.3.4/0, 0.0.0.0/0",
        "2001:db8::1/64, 2001:db8::/64",
        "::ffff:10.1.2.3/104, 10.0.0.0/8",
    })
    void offersTheRangeThatAnAddressWithHostBitsIsIn(String typed, String offered) {
        Parsed.Bad bad = (Parsed.Bad) IpRange.parse(typed);

        assertThat(bad.complaint()).isEqualTo(Complaint.HOST_BITS);
        assertThat(bad.suggestion()).contains(IpRange.of(offered));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1111111",
                "23.23.43",
                "10/8",
                "*",
                "10.0.*.*",
                "/24",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/",
                "10.0.0.0//8",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0-10.0.0.9",
                "2001:db8::/129",
                "::ffff:0:0/95",
                "::ffff:10.0.0.0/8",
                "example.com",
                "10.0.0.0/8,10.0.0.1",
                "10.0.0.0 /8",
                "10.0.0.0/ 8",
                "10.0.0.0/８",
                "<script>",
                "1.2.3.4/+8"
            })
    void refusesEverythingElse(String typed) {
        assertThat(complaint(typed)).isEqualTo(Complaint.NOT_AN_ADDRESS);
    }

    /** C25: what web pages and spreadsheets put around an address is no part of it. */
    @Test
    void forgivesSpacesOfEveryKindAround() {
        for (String space : List.of("\u00a0", "\u2003", "\u2007", "\u202f", "\u3000", "\t", "\u2028", " \u00a0 ")) {
            assertThat(IpRange.parse(space + "10.0.0.0/8" + space))
                    .as("U+%04X", (int) space.charAt(0))
                    .isEqualTo(new Parsed.Ok(IpRange.of("10.0.0.0/8")));
        }
        assertThat(complaint("\u00a0\u2003")).isEqualTo(Complaint.EMPTY);
    }

    /** C25: what nobody sees is named, and never taken away in silence. */
    @Test
    void namesACharacterThatNobodySees() {
        for (int hidden :
                List.of(0x200B, 0x200C, 0x200D, 0xFEFF, 0x202E, 0x2066, 0x00AD, 0x2060, 0xFE0F, 0x0000, 0x115F)) {
            String text = Character.toString(hidden);
            for (String typed :
                    List.of(text + "10.0.0.1", "10.0.0.1" + text, "10.0" + text + ".0.1", "10.0.0.0/" + text + "8")) {
                assertThat(complaint(typed)).as("U+%04X", hidden).isEqualTo(Complaint.INVISIBLE);
                assertThat(PlainText.findInvisible(typed)).contains(String.format("U+%04X", hidden));
                assertThat(PlainText.showInvisible(typed)).contains(String.format("⟨U+%04X⟩", hidden));
            }
        }
        assertThat(complaint("10.0.0.1\u00a010.0.0.2")).isEqualTo(Complaint.INVISIBLE);
        assertThat(PlainText.showInvisible("10.0.0.1 ü中")).isEqualTo("10.0.0.1 ü中");
    }

    @Test
    void namesNothingTyped() {
        assertThat(complaint("")).isEqualTo(Complaint.EMPTY);
        assertThat(complaint(" \t\n")).isEqualTo(Complaint.EMPTY);
    }

    @Test
    void holdsItsAddressesAndThoseOfNoOtherFamily() {
        IpRange all4 = IpRange.of("0.0.0.0/0");
        IpRange all6 = IpRange.of("::/0");

        assertThat(holds(IpRange.of("203.0.113.0/24"), "::ffff:203.0.113.7")).isTrue();
        assertThat(holds(IpRange.of("10.0.0.0/8"), "10.1.2.3")).isTrue();
        assertThat(holds(IpRange.of("10.0.0.0/8"), "11.0.0.0")).isFalse();
        assertThat(holds(((Parsed.Ok) IpRange.parse("::ffff:10.0.0.0/104")).range(), "8.8.8.8"))
                .isFalse();
        assertThat(holds(all4, "8.8.8.8")).isTrue();
        assertThat(holds(all4, "2001:db8::1")).isFalse();
        assertThat(holds(all6, "2001:db8::1")).isTrue();
        assertThat(holds(all6, "8.8.8.8")).isFalse();
        assertThat(all4.isEverything()).isTrue();
        assertThat(all6.isEverything()).isTrue();
    }

    @Test
    void knowsWhatItCoversAndHowMuch() {
        IpRange wide = IpRange.of("192.168.32.0/19");

        assertThat(wide.contains(IpRange.of("192.168.44.237"))).isTrue();
        assertThat(IpRange.of("192.168.44.237").contains(wide)).isFalse();
        assertThat(wide.size()).isEqualTo(BigInteger.valueOf(8192));
        assertThat(IpRange.of("::/0").size()).isEqualTo(BigInteger.TWO.pow(128));
        assertThat(wide.isSingleAddress()).isFalse();
        assertThat(IpRange.of("::1").isSingleAddress()).isTrue();
    }

    private static Complaint complaint(String typed) {
        return ((Parsed.Bad) IpRange.parse(typed)).complaint();
    }

    private static boolean holds(IpRange range, String address) {
        return range.contains(IpAddresses.parse(address).orElseThrow());
    }
}
