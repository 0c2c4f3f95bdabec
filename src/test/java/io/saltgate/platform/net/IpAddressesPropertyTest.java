package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.jgonian.ipmath.Ipv4;
import com.github.jgonian.ipmath.Ipv4Range;
import com.github.jgonian.ipmath.Ipv6;
import com.github.jgonian.ipmath.Ipv6Range;
import com.google.common.net.InetAddresses;
import inet.ipaddr.IPAddress;
import io.saltgate.testing.AddressTexts;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The strict parser against two others: Guava's, and commons-ip-math. */
class IpAddressesPropertyTest {

    @Property(tries = 3000)
    void whatIsReadOthersReadAsTheSameAddress(@ForAll("nearly") String text) {
        Optional<IPAddress> read = IpAddresses.parse(text);
        Assume.that(read.isPresent());

        assertThat(InetAddresses.isInetAddress(text)).as("Guava reads it").isTrue();
        assertThat(read.get().getBytes())
                .isEqualTo(InetAddresses.forString(text).getAddress());
        byIpMath(text).ifPresent(other -> assertThat(value(read.get())).isEqualTo(other));
    }

    @Property(tries = 3000)
    void whatBothOthersReadAndHasNoSecondReadingIsRead(@ForAll("nearly") String text) {
        Assume.that(text.matches("[0-9A-Fa-f:.]+") && !text.matches("(?:.*\\.)?0[0-9]+\\..*|.*\\.0[0-9]+"));
        Assume.that(InetAddresses.isInetAddress(text) && byIpMath(text).isPresent());

        assertThat(IpAddresses.parse(text)).isPresent();
    }

    @Property
    void everyWayToWriteAnAddressIsRead(@ForAll("any") String text) {
        assertThat(IpAddresses.parse(text))
                .get()
                .satisfies(read -> assertThat(read.getBytes())
                        .isEqualTo(InetAddresses.forString(text).getAddress()));
    }

    @Property
    void theCanonicalFormIsStableAndThatOfRfc5952(@ForAll("any") String text) {
        String canonical = canonical(text);

        assertThat(canonical(canonical)).isEqualTo(canonical);
        assertThat(IpAddresses.parse(canonical)).isEqualTo(IpAddresses.parse(text));
        assertThat(canonical).isEqualTo(InetAddresses.toAddrString(InetAddresses.forString(text)));
        assertThat(canonical.length()).isLessThanOrEqualTo(IpAddresses.MAX_ADDRESS);
    }

    @Property
    void mappedFormsAreTheirIpv4Address(@ForAll("octets") List<Integer> octets, @ForAll("mappedOf") String form) {
        String ipv4 = AddressTexts.dotted(octets);
        String hex = "%x:%x".formatted(octets.get(0) << 8 | octets.get(1), octets.get(2) << 8 | octets.get(3));

        assertThat(IpAddresses.parse(form + ipv4))
                .isEqualTo(IpAddresses.parse(ipv4))
                .isPresent();
        assertThat(IpAddresses.parse(form + hex)).isEqualTo(IpAddresses.parse(ipv4));
        assertThat(canonical(form + hex)).isEqualTo(ipv4);
    }

    @Property
    void aLeadingZeroIsRefused(
            @ForAll("octets") List<Integer> octets,
            @ForAll @IntRange(min = 0, max = 3) int which,
            @ForAll @IntRange(min = 1, max = 4) int zeros,
            @ForAll("heads") String head) {
        String[] parts = AddressTexts.dotted(octets).split("\\.");
        parts[which] = "0".repeat(zeros) + parts[which];
        String text = head + String.join(".", parts);

        assertThat(IpAddresses.parse(text)).isEmpty();
        assertThat(IpAddresses.parseRange(text + "/32")).isEmpty();
    }

    @Property
    void whatHasNoPlaceInAnAddressIsRefusedWhereverItStands(
            @ForAll("any") String text, @ForAll("strays") String stray, @ForAll @IntRange(min = 0, max = 45) int at) {
        int from = Math.min(at, text.length());
        String spoiled = text.substring(0, from) + stray + text.substring(from);

        assertThat(IpAddresses.parse(spoiled)).isEmpty();
        assertThat(IpAddresses.parseRange(spoiled + "/8")).isEmpty();
    }

    @Property
    void noTextThrows(@ForAll String text, @ForAll("nearly") String nearly) {
        for (String each : List.of(text, nearly, nearly + "/" + text, nearly + "/" + nearly)) {
            IpAddresses.parse(each);
            IpAddresses.parseRange(each);
        }
    }

    @Property
    void aRangeIsWhatOthersRead(@ForAll("any") String text, @ForAll @IntRange(min = 0, max = 140) int length) {
        Optional<IpAddresses.Prefixed> read = IpAddresses.parseRange(text + "/" + length);
        InetAddress other = InetAddresses.forString(text);
        boolean mapped = other.getAddress().length == 4 && text.indexOf(':') >= 0;
        int bits = other.getAddress().length * 8;
        int expected = mapped ? length - 96 : length;

        assertThat(read.isPresent()).isEqualTo(expected >= 0 && expected <= bits);
        read.ifPresent(range -> {
            BigInteger size = BigInteger.TWO.pow(bits - expected);
            BigInteger first =
                    new BigInteger(1, other.getAddress()).divide(size).multiply(size);
            assertThat(value(range.block().getLower())).isEqualTo(first);
            assertThat(value(range.block().getUpper()))
                    .isEqualTo(first.add(size).subtract(BigInteger.ONE));
            assertThat(range.hasHostBits()).isNotEqualTo(first.equals(new BigInteger(1, other.getAddress())));
            String cidr =
                    InetAddresses.toAddrString(InetAddresses.forString(canonical(range.block()))) + "/" + expected;
            assertThat(boundsByIpMath(cidr))
                    .containsExactly(first, first.add(size).subtract(BigInteger.ONE));
        });
    }

    @Provide
    Arbitrary<String> nearly() {
        return AddressTexts.nearly();
    }

    @Provide
    Arbitrary<String> any() {
        return AddressTexts.any();
    }

    @Provide
    Arbitrary<List<Integer>> octets() {
        return AddressTexts.octet().list().ofSize(4);
    }

    @Provide
    Arbitrary<String> mappedOf() {
        return Arbitraries.of("::ffff:", "::FFFF:", "0:0:0:0:0:ffff:", "0000:0000:0000:0000:0000:ffff:", "::0:ffff:");
    }

    @Provide
    Arbitrary<String> heads() {
        return Arbitraries.of("", "::", "::ffff:", "64:ff9b::");
    }

    @Provide
    Arbitrary<String> strays() {
        Arbitrary<Character> anything = Arbitraries.chars().filter(c -> "0123456789abcdefABCDEF.:".indexOf(c) < 0);
        return Combinators.combine(
                        Arbitraries.of(
                                " ", "\t", "\n", "\r\n", "\u0000", "%", "%eth0", "*", "-", "/", "\u0663", "\uff11", "x",
                                "_"),
                        anything,
                        Arbitraries.of(true, false))
                .as((known, any, which) -> which ? known : String.valueOf(any));
    }

    private static String canonical(String text) {
        return IpAddresses.parse(text).orElseThrow().toCanonicalString();
    }

    private static String canonical(IPAddress block) {
        return block.getLower().withoutPrefixLength().toCanonicalString();
    }

    private static BigInteger value(IPAddress address) {
        return new BigInteger(1, address.getBytes());
    }

    /** As a number, unmapped as we do; empty if that library does not read it. */
    private static Optional<BigInteger> byIpMath(String text) {
        try {
            if (text.indexOf(':') < 0) {
                return Optional.of(Ipv4.parse(text).asBigInteger());
            }
            BigInteger value = Ipv6.parse(text).asBigInteger();
            boolean mapped = value.shiftRight(32).equals(BigInteger.valueOf(0xFFFF));
            return Optional.of(mapped ? value.and(BigInteger.valueOf(0xFFFF_FFFFL)) : value);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<BigInteger> boundsByIpMath(String cidr) {
        if (cidr.indexOf(':') < 0) {
            Ipv4Range range = Ipv4Range.parseCidr(cidr);
            return List.of(range.start().asBigInteger(), range.end().asBigInteger());
        }
        Ipv6Range range = Ipv6Range.parseCidr(cidr);
        return List.of(range.start().asBigInteger(), range.end().asBigInteger());
    }
}
