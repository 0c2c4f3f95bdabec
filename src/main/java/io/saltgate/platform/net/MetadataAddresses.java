package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Link-local addresses and the metadata services of clouds, which give the machine's credentials to any program that
 * asks from it. Only the configuration of the server may allow them: an operator key that leaks must not open them.
 *
 * <p>IPv6 addresses that carry one of these inside (RFC 6052 NAT64, RFC 3056 6to4, RFC 4291 IPv4-compatible) count too.
 */
final class MetadataAddresses {

    private static final List<String> IPV4 = List.of(
            "169.254.0.0/16", // RFC 3927; AWS, Azure, Google, Oracle, DigitalOcean, OpenStack, Tencent
            "100.100.100.200/32", // Alibaba
            "168.63.129.16/32", // Azure's wire server, a public address
            "192.0.0.192/32"); // Oracle, formerly

    private static final List<String> IPV6 = List.of(
            "fe80::/10", // RFC 4291
            "fd00:ec2::/32", // AWS: metadata, time, names
            "fd20:ce::254/128", // Google
            "fd00:c1::a9fe:a9fe/128", // Oracle
            "fd00:42::42/128"); // Scaleway

    private static final List<IPAddress> BLOCKS = blocks();

    private MetadataAddresses() {}

    /** @param address unmapped, as {@link IpAddresses} makes it */
    static boolean contain(IPAddress address) {
        return findOverlap(address).isPresent();
    }

    /** The first block of which a range holds at least one address. */
    static Optional<IPAddress> findOverlap(IPAddress range) {
        return BLOCKS.stream()
                .filter(block -> block.contains(range) || range.contains(block))
                .findFirst();
    }

    private static List<IPAddress> blocks() {
        List<IPAddress> blocks = new ArrayList<>();
        for (String text : IPV4) {
            IPAddress block = block(text);
            blocks.add(block);
            byte[] bytes = block.getBytes();
            String hex = "%02x%02x:%02x%02x".formatted(bytes[0], bytes[1], bytes[2], bytes[3]);
            int length = block.getNetworkPrefixLength();
            blocks.add(block("64:ff9b::" + hex + "/" + (96 + length)));
            blocks.add(block("::" + hex + "/" + (96 + length)));
            blocks.add(block("2002:" + hex + "::/" + (16 + length)));
        }
        Stream.of(IPV6).flatMap(List::stream).map(MetadataAddresses::block).forEach(blocks::add);
        return List.copyOf(blocks);
    }

    private static IPAddress block(String range) {
        return IpAddresses.parseRange(range).orElseThrow().block();
    }
}
