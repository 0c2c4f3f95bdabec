package io.saltgate.whitelist;

import inet.ipaddr.IPAddress;
import inet.ipaddr.format.util.AddressTrie;
import inet.ipaddr.format.util.DualIPv4v6Tries;
import java.util.Collection;
import java.util.Optional;

/**
 * A set of ranges in a trie. Finds those that contain an address or another range, in a time that doesn't grow with
 * their number.
 */
public final class IpRangeSet {

    private final DualIPv4v6Tries tries = new DualIPv4v6Tries();

    public IpRangeSet(Collection<IpRange> ranges) {
        ranges.forEach(this::add);
    }

    public void add(IpRange range) {
        tries.add(range.block());
    }

    /** Finds the widest other range that contains all of this one. */
    public Optional<IpRange> findCovering(IpRange range) {
        AddressTrie.TrieNode<? extends IPAddress> widest = tries.elementsContaining(range.block());
        if (widest == null) {
            return Optional.empty();
        }
        IpRange covering = IpRange.of(widest.getKey());
        return covering.equals(range) ? Optional.empty() : Optional.of(covering);
    }
}
