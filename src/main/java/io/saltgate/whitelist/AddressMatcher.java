package io.saltgate.whitelist;

import inet.ipaddr.IPAddress;
import inet.ipaddr.format.util.AssociativeAddressTrie.AssociativeTrieNode;
import inet.ipaddr.format.util.DualIPv4v6AssociativeTries;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6AddressTrie;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matches addresses against a whitelist, in a time that hardly grows with the list's length. Immutable and
 * thread-safe. Ends of entries are compared at each match, since nobody commits a change when one passes.
 */
public final class AddressMatcher {

    /**
     * One entry of the list.
     *
     * @param expiresAt null if it doesn't
     */
    public record Entry(IpRange range, @Nullable Instant expiresAt) {}

    /** Rough bytes per entry in arrays, and in a trie. */
    private static final int IPV4_BYTES = 8;

    private static final int TRIE_BYTES = 400;

    public static final AddressMatcher EMPTY = new AddressMatcher(List.of());

    private final Ipv4Ranges lastingIpv4;
    private final IPv6AddressTrie lastingIpv6 = new IPv6AddressTrie();
    private final DualIPv4v6AssociativeTries<Instant> expiring = new DualIPv4v6AssociativeTries<>();
    private final int bytes;

    public AddressMatcher(Collection<Entry> entries) {
        List<IPv4Address> ipv4 = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            IPAddress block = entry.range().block();
            if (entry.expiresAt() != null) {
                expiring.put(block, entry.expiresAt());
            } else if (block.isIPv4()) {
                ipv4.add(block.toIPv4());
            } else {
                lastingIpv6.add(block.toIPv6());
            }
        }
        lastingIpv4 = Ipv4Ranges.of(ipv4);
        bytes = ipv4.size() * IPV4_BYTES + (entries.size() - ipv4.size()) * TRIE_BYTES;
    }

    /** Creates a matcher of ranges that don't expire. */
    public static AddressMatcher of(Collection<IpRange> ranges) {
        return new AddressMatcher(
                ranges.stream().map(range -> new Entry(range, null)).toList());
    }

    /** The memory that this takes, roughly, in bytes. */
    public int bytes() {
        return bytes;
    }

    public boolean matches(IPAddress address, Instant now) {
        boolean lasting = address instanceof IPv4Address ipv4
                ? lastingIpv4.contains(ipv4)
                : lastingIpv6.elementContains(address.toIPv6());
        return lasting || !expiring.isEmpty() && matchesExpiring(address, now);
    }

    private boolean matchesExpiring(IPAddress address, Instant now) {
        // From the widest to the narrowest of those that hold the address.
        AssociativeTrieNode<? extends IPAddress, Instant> node = expiring.elementsContaining(address);
        while (node != null) {
            Instant end = node.getValue();
            if (node.isAdded() && end != null && now.isBefore(end)) {
                return true;
            }
            node = next(node);
        }
        return false;
    }

    /** What contains an address is a trie of one path. */
    private static @Nullable AssociativeTrieNode<? extends IPAddress, Instant> next(
            AssociativeTrieNode<? extends IPAddress, Instant> node) {
        return node.getUpperSubNode() == null ? node.getLowerSubNode() : node.getUpperSubNode();
    }
}
