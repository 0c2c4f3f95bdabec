package io.saltgate.whitelist;

import inet.ipaddr.ipv4.IPv4Address;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of IPv4 addresses as the first and last address of each range, sorted and without overlaps. A look-up in two
 * plain arrays touches a few cache lines, in a trie some dozen.
 */
final class Ipv4Ranges {

    private final int[] firsts;
    private final int[] lasts;

    private Ipv4Ranges(int[] firsts, int[] lasts) {
        this.firsts = firsts;
        this.lasts = lasts;
    }

    /** @param blocks in any order; one may hold another */
    static Ipv4Ranges of(Collection<IPv4Address> blocks) {
        List<IPv4Address> sorted = blocks.stream()
                .sorted(Comparator.comparingInt(block -> ordered(block.getLower())))
                .toList();
        int[] firsts = new int[sorted.size()];
        int[] lasts = new int[sorted.size()];
        int count = 0;
        for (IPv4Address block : sorted) {
            int first = ordered(block.getLower());
            int last = ordered(block.getUpper());
            if (count > 0 && first <= lasts[count - 1]) {
                lasts[count - 1] = Math.max(lasts[count - 1], last);
            } else {
                firsts[count] = first;
                lasts[count++] = last;
            }
        }
        return new Ipv4Ranges(Arrays.copyOf(firsts, count), Arrays.copyOf(lasts, count));
    }

    boolean contains(IPv4Address address) {
        int asked = ordered(address);
        int at = Arrays.binarySearch(firsts, asked);
        int range = at >= 0 ? at : -at - 2;
        return range >= 0 && asked <= lasts[range];
    }

    /** Maps an address to an int whose signed order is the order of addresses. */
    private static int ordered(IPv4Address address) {
        return address.intValue() ^ Integer.MIN_VALUE;
    }
}
