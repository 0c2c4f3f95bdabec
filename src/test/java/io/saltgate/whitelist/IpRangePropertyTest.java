package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.testing.AddressTexts;
import io.saltgate.whitelist.IpRange.Parsed;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Ranges against arithmetic on the numbers that addresses are. */
class IpRangePropertyTest {

    /** A range as numbers: its first address, and how many bits all of its addresses share. */
    record Numbers(boolean ipv4, BigInteger first, int length) {

        int bits() {
            return ipv4 ? 32 : 128;
        }

        BigInteger size() {
            return BigInteger.TWO.pow(bits() - length);
        }

        BigInteger last() {
            return first.add(size()).subtract(BigInteger.ONE);
        }

        boolean holds(boolean addressIsIpv4, BigInteger address) {
            return ipv4 == addressIsIpv4 && address.compareTo(first) >= 0 && address.compareTo(last()) <= 0;
        }

        IpRange range() {
            return IpRange.of(text(ipv4, first) + "/" + length);
        }
    }

    @Property
    void holdsWhatLiesBetweenItsEnds(@ForAll("ranges") Numbers numbers, @ForAll("anyNumbers") BigInteger random) {
        IpRange range = numbers.range();
        BigInteger all = BigInteger.TWO.pow(numbers.bits());

        for (BigInteger near : List.of(
                numbers.first().subtract(BigInteger.ONE),
                numbers.first(),
                numbers.first().add(random.mod(numbers.size())),
                numbers.last(),
                numbers.last().add(BigInteger.ONE),
                random)) {
            BigInteger address = near.mod(all);
            // A mapped address is one of IPv4, and no range of IPv6 holds it.
            boolean ipv4 = numbers.ipv4() || isMapped(address);
            assertThat(range.contains(address(numbers.ipv4(), address))).isEqualTo(numbers.holds(ipv4, address));
        }
    }

    @Property
    void holdsNothingOfTheOtherFamily(@ForAll("ranges") Numbers numbers, @ForAll("anyNumbers") BigInteger random) {
        BigInteger other = random.mod(BigInteger.TWO.pow(numbers.ipv4() ? 128 : 32));
        Assume.that(!numbers.ipv4() || !isMapped(other));

        assertThat(numbers.range().contains(address(!numbers.ipv4(), other))).isFalse();
    }

    @Property
    void holdsARangeIfItHoldsBothItsEnds(@ForAll("ranges") Numbers one, @ForAll("ranges") Numbers other) {
        boolean expected = one.holds(other.ipv4(), other.first()) && one.holds(other.ipv4(), other.last());

        assertThat(one.range().contains(other.range())).isEqualTo(expected);
        assertThat(one.range().contains(one.range())).isTrue();
    }

    @Property
    void knowsItsSize(@ForAll("ranges") Numbers numbers) {
        assertThat(numbers.range().size()).isEqualTo(numbers.size());
        assertThat(numbers.range().isSingleAddress()).isEqualTo(numbers.length() == numbers.bits());
        assertThat(numbers.range().isEverything()).isEqualTo(numbers.length() == 0);
    }

    @Property
    void isEqualIfItHoldsTheSameAddresses(@ForAll("ranges") Numbers one, @ForAll("ranges") Numbers other) {
        assertThat(one.range().equals(other.range())).isEqualTo(one.equals(other));
        assertThat(one.range()).isEqualTo(one.range()).hasSameHashCodeAs(one.range());
    }

    @Property
    void theStoredFormReadsBack(@ForAll("texts") String text) {
        if (IpRange.parse(text) instanceof Parsed.Ok ok) {
            String stored = ok.range().toString();
            assertThat(IpRange.of(stored)).isEqualTo(ok.range()).hasToString(stored);
            assertThat(stored.length()).isLessThanOrEqualTo(49); // the column
        }
    }

    @Property
    void hostBitsAreNamedAndTheOfferedRangeHoldsTheAddress(@ForAll("texts") String text) {
        if (IpRange.parse(text) instanceof Parsed.Bad bad) {
            assertThat(bad.suggestion().isPresent()).isEqualTo(bad.complaint() == IpRange.Complaint.HOST_BITS);
            bad.suggestion().ifPresent(range -> {
                String typed = PlainText.strip(text); // String.strip leaves no-break spaces
                Optional<IPAddress> address = IpAddresses.parse(typed.substring(0, typed.indexOf('/')));
                assertThat(range.contains(address.orElseThrow())).isTrue();
                assertThat(IpRange.of(range.toString())).isEqualTo(range);
            });
        }
    }

    @Property
    void noTextThrows(@ForAll String text, @ForAll("texts") String nearly) {
        IpRange.parse(text);
        IpRange.parse(nearly);
        IpRange.parse(nearly + text);
    }

    @Provide
    Arbitrary<Numbers> ranges() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        anyNumbers(),
                        Arbitraries.integers().between(0, 128))
                .as((ipv4, number, length) -> {
                    int bits = ipv4 ? 32 : 128;
                    int prefix = Math.min(length, bits);
                    BigInteger size = BigInteger.TWO.pow(bits - prefix);
                    BigInteger first =
                            number.mod(BigInteger.TWO.pow(bits)).divide(size).multiply(size);
                    return new Numbers(ipv4, first, prefix);
                })
                // What our parser reads as IPv4 is none of IPv6.
                .filter(numbers ->
                        numbers.ipv4() || !numbers.first().shiftRight(32).equals(BigInteger.valueOf(0xFFFF)));
    }

    @Provide
    Arbitrary<BigInteger> anyNumbers() {
        return Arbitraries.oneOf(
                Arbitraries.bigIntegers()
                        .between(BigInteger.ZERO, BigInteger.TWO.pow(128).subtract(BigInteger.ONE)),
                Arbitraries.bigIntegers().between(BigInteger.ZERO, BigInteger.TWO.pow(32)),
                Arbitraries.integers().between(0, 128).map(BigInteger.TWO::pow));
    }

    @Provide
    Arbitrary<String> texts() {
        return Combinators.combine(
                        AddressTexts.nearly(),
                        Arbitraries.oneOf(
                                Arbitraries.just(""),
                                Arbitraries.integers().between(0, 130).map(length -> "/" + length),
                                Arbitraries.of("/", "/08", "//8", "/8/8", "/-1", "/255.0.0.0", " /8", "/8 ", "\n")))
                .as((address, rest) -> address + rest);
    }

    private static boolean isMapped(BigInteger ipv6) {
        return ipv6.shiftRight(32).equals(BigInteger.valueOf(0xFFFF));
    }

    private static IPAddress address(boolean ipv4, BigInteger number) {
        return IpAddresses.parse(text(ipv4, number)).orElseThrow();
    }

    /** Written by hand, so that no parser judges its own writing. */
    private static String text(boolean ipv4, BigInteger number) {
        StringBuilder text = new StringBuilder();
        int groups = ipv4 ? 4 : 8;
        int bits = ipv4 ? 8 : 16;
        for (int i = groups - 1; i >= 0; i--) {
            int group = number.shiftRight(i * bits).intValue() & (1 << bits) - 1;
            text.append(ipv4 ? Integer.toString(group) : Integer.toHexString(group));
            text.append(i == 0 ? "" : ipv4 ? "." : ":");
        }
        return text.toString();
    }
}
