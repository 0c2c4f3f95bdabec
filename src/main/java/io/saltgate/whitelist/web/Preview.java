package io.saltgate.whitelist.web;

import io.saltgate.platform.net.IpAddresses;
import io.saltgate.usage.Usage.CallerLine;
import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.IpRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whom the list would have refused, had it been enforced as it is now.
 *
 * @param callers those with the most calls first, twenty at most
 * @param addresses how many there are
 * @param calls of all of them
 */
public record Preview(List<Outsider> callers, int addresses, long calls) {

    /** How far back it looks. */
    static final int DAYS = 7;

    private static final int SHOWN = 20;

    /**
     * An address that is not on the list, and from which calls were allowed.
     *
     * @param address {@code -} if it can't be told; empty for all that were not told apart
     */
    public record Outsider(String address, long calls, Instant lastSeen) {

        public boolean isOthers() {
            return address.isEmpty();
        }

        /** Whether it could be put on the list. */
        public boolean isAddress() {
            return IpAddresses.parse(address).isPresent();
        }

        private Outsider plus(Outsider other) {
            return new Outsider(
                    address, calls + other.calls, lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
        }
    }

    static Preview of(List<CallerLine> lines, List<IpRange> living, Instant now) {
        AddressMatcher list = new AddressMatcher(living.stream()
                .map(range -> new AddressMatcher.Entry(range, null))
                .toList());
        Map<String, Outsider> outside = new HashMap<>();
        for (CallerLine line : lines) {
            boolean listed = IpAddresses.parse(line.address())
                    .filter(address -> list.matches(address, now))
                    .isPresent();
            if (line.mayCall() && !listed) {
                outside.merge(
                        line.address(),
                        new Outsider(line.address(), line.allowed() + line.wouldRefuse(), line.lastSeen()),
                        Outsider::plus);
            }
        }
        return new Preview(
                outside.values().stream()
                        .sorted(Comparator.comparingLong(Outsider::calls)
                                .reversed()
                                .thenComparing(Outsider::address))
                        .limit(SHOWN)
                        .toList(),
                outside.size(),
                outside.values().stream().mapToLong(Outsider::calls).sum());
    }
}
