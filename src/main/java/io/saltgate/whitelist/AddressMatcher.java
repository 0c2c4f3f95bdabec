package io.saltgate.whitelist;

import inet.ipaddr.IPAddress;
import inet.ipaddr.format.util.AssociativeAddressTrie.AssociativeTrieNode;
import inet.ipaddr.format.util.DualIPv4v6AssociativeTries;
import inet.ipaddr.format.util.DualIPv4v6Tries;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a list holds an address, in a time that hardly grows with the list's length. Made once and then only read, by
 * any number of threads. Ends of entries are judged when asked: they are no change that anybody commits.
 */
public final class AddressMatcher {

    /**
     * One entry of the list.
     *
     * @param expiresAt null if it doesn't
     */
    public record Entry(IpRange range, @Nullable Instant expiresAt) {}

    public static final AddressMatcher EMPTY = new AddressMatcher(List.of());

    private final DualIPv4v6Tries lasting = new DualIPv4v6Tries();
    private final DualIPv4v6AssociativeTries<Instant> expiring = new DualIPv4v6AssociativeTries<>();
    private final int size;

    public AddressMatcher(Collection<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.expiresAt() == null) {
                lasting.add(entry.range().block());
            } else {
                expiring.put(entry.range().block(), entry.expiresAt());
            }
        }
        size = entries.size();
    }

    /** How many entries it was made of. */
    public int size() {
        return size;
    }

    public boolean matches(IPAddress address, Instant now) {
        if (lasting.elementContains(address)) {
            return true;
        }
        if (expiring.isEmpty()) {
            return false;
        }
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
