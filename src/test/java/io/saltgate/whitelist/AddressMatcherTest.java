package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.IpAddresses;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AddressMatcherTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final int ASKED = 20_000;

    /** With a plain list, ten thousand entries would take a thousand times as long as ten. */
    @Test
    void takesHardlyLongerForTenThousandEntriesThanForTen() {
        for (Instant end : new Instant[] {null, NOW.plusSeconds(1)}) {
            AddressMatcher few = matcher(10, end);
            AddressMatcher many = matcher(Whitelists.MAX_ENTRIES, end);
            long fewNanos = Long.MAX_VALUE;
            long manyNanos = Long.MAX_VALUE;
            for (int round = 0; round < 12; round++) {
                fewNanos = Math.min(fewNanos, nanos(few));
                manyNanos = Math.min(manyNanos, nanos(many));
            }
            assertThat(manyNanos).isLessThan(fewNanos * 20);
        }
    }

    private static AddressMatcher matcher(int entries, Instant end) {
        return new AddressMatcher(IntStream.range(0, entries)
                .mapToObj(i -> new AddressMatcher.Entry(
                        IpRange.of("10." + i % 200 + "." + i / 200 + "." + (i % 64 * 4) + "/30"), end))
                .toList());
    }

    private static long nanos(AddressMatcher matcher) {
        Random random = new Random(1);
        List<IPAddress> addresses = random.ints(ASKED, 0, 1 << 24)
                .mapToObj(i -> IpAddresses.parse("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255))
                        .orElseThrow())
                .toList();
        int found = 0;
        long began = System.nanoTime();
        for (IPAddress address : addresses) {
            found += matcher.matches(address, NOW) ? 1 : 0;
        }
        long took = System.nanoTime() - began;
        assertThat(found).isLessThan(ASKED);
        return took;
    }
}
