package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.ipv4.IPv4Address;
import io.saltgate.platform.net.IpAddresses;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Ipv4RangesTest {

    @Test
    void holdsBothEndsOfEachRangeAndNothingBeside() {
        Ipv4Ranges ranges = ranges("0.0.0.0/8", "127.255.255.255", "128.0.0.0/31", "255.255.255.0/24");

        assertThat(Stream.of(
                        "0.0.0.0",
                        "0.255.255.255",
                        "127.255.255.255",
                        "128.0.0.0",
                        "128.0.0.1",
                        "255.255.255.0",
                        "255.255.255.255"))
                .allMatch(address -> ranges.contains(address(address)));
        assertThat(Stream.of("1.0.0.0", "127.255.255.254", "128.0.0.2", "255.255.254.255"))
                .noneMatch(address -> ranges.contains(address(address)));
    }

    @Test
    void anEmptyListHoldsNothingAndTheWidestRangeEverything() {
        assertThat(ranges().contains(address("0.0.0.0"))).isFalse();
        assertThat(ranges("203.0.113.7", "0.0.0.0/0").contains(address("255.255.255.255")))
                .isTrue();
    }

    /** On both sides of the middle of all addresses, so that ranges hold, touch and miss each other. */
    @Property
    void holdsWhatOneOfItsRangesHolds(@ForAll("blocks") List<IpRange> blocks, @ForAll("addresses") IPv4Address asked) {
        Ipv4Ranges ranges = Ipv4Ranges.of(
                blocks.stream().map(range -> range.block().toIPv4()).toList());

        assertThat(ranges.contains(asked)).isEqualTo(blocks.stream().anyMatch(range -> range.contains(asked)));
    }

    @Provide
    Arbitrary<List<IpRange>> blocks() {
        return Combinators.combine(addresses(), Arbitraries.integers().between(20, IPv4Address.BIT_COUNT))
                .as((address, length) -> IpRange.of(address.toPrefixBlock(length)))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<IPv4Address> addresses() {
        return Arbitraries.integers()
                .between(0x7FFFFF00, 0x7FFFFFFF)
                .map(IPv4Address::new)
                .flatMap(low -> Arbitraries.of(low, new IPv4Address(low.intValue() + 0x100)));
    }

    private static Ipv4Ranges ranges(String... texts) {
        return Ipv4Ranges.of(
                Stream.of(texts).map(text -> IpRange.of(text).block().toIPv4()).toList());
    }

    private static IPv4Address address(String text) {
        return IpAddresses.parse(text).orElseThrow().toIPv4();
    }
}
