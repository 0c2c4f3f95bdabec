package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is not the public Internet, by the IANA special-purpose registries (RFC 6890): private, local, shared, for
 * documentation and tests, multicast, not assigned, and IPv6 ranges that carry an IPv4 address inside, behind which
 * anything may be.
 */
final class ReservedAddresses {

    private static final List<IPAddress> IPV4 = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** The only part of IPv6 that is handed out for public use (RFC 4291, section 2.4). */
    private static final IPAddress GLOBAL_UNICAST = block("2000::/3");

    private static final List<IPAddress> IPV6 = blocks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private ReservedAddresses() {}

    /** @param address unmapped, as {@link IpAddresses} makes it */
    static boolean contain(IPAddress address) {
        if (address.isIPv4()) {
            return isIn(IPV4, address);
        }
        return !GLOBAL_UNICAST.contains(address) || isIn(IPV6, address);
    }

    private static boolean isIn(List<IPAddress> blocks, IPAddress address) {
        for (IPAddress block : blocks) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<IPAddress> blocks(String... ranges) {
        return Stream.of(ranges).map(ReservedAddresses::block).toList();
    }

    private static IPAddress block(String range) {
        return IpAddresses.parseRange(range).orElseThrow().block();
    }
}
