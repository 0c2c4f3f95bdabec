package io.saltgate.usage;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.usage.Usage.CallerLine;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Callers whose calls were allowed and that a list would have refused, had it been enforced.
 *
 * @param callers those with the most calls, most first
 * @param addresses how many addresses they are in all
 * @param calls how many calls they made in all
 * @param insiders how many other addresses the list holds
 */
public record Outsiders(List<Outsider> callers, int addresses, long calls, int insiders) {

    /** The period that pages and calls look at, in days. */
    public static final int DAYS = 7;

    /**
     * An address that is not on the list.
     *
     * @param address {@code -} if it can't be determined; empty for all that were not told apart
     */
    public record Outsider(String address, long calls, Instant lastSeen) {

        public boolean isOthers() {
            return address.isEmpty();
        }

        /** Whether the address could be added to the list. */
        public boolean isAddress() {
            return IpAddresses.parse(address).isPresent();
        }

        private Outsider plus(Outsider other) {
            return new Outsider(
                    address, calls + other.calls, lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
        }
    }

    /**
     * Sorts callers into those on the list and the others.
     *
     * @param listed whether the list holds an address
     * @param shown how many outsiders to name at most
     */
    public static Outsiders of(List<CallerLine> lines, Predicate<IPAddress> listed, int shown) {
        Map<String, Outsider> outside = new HashMap<>();
        Set<String> inside = new HashSet<>();
        for (CallerLine line : lines) {
            if (!line.mayCall()) {
                continue;
            }
            if (IpAddresses.parse(line.address()).filter(listed).isPresent()) {
                inside.add(line.address());
            } else {
                outside.merge(
                        line.address(),
                        new Outsider(line.address(), line.allowed() + line.wouldRefuse(), line.lastSeen()),
                        Outsider::plus);
            }
        }
        return new Outsiders(
                outside.values().stream()
                        .sorted(Comparator.comparingLong(Outsider::calls)
                                .reversed()
                                .thenComparing(Outsider::address))
                        .limit(shown)
                        .toList(),
                outside.size(),
                outside.values().stream().mapToLong(Outsider::calls).sum(),
                inside.size());
    }

    /** Whether there were callers and the list contains none of them. */
    public boolean areAll() {
        return addresses > 0 && insiders == 0;
    }
}
