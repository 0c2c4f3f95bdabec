package io.saltgate.usage;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.IpAddresses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final Instant NOON = Instant.parse("2031-05-06T12:00:00Z");
    private static final int ADDRESSES = 400;
    private static final List<IPAddress> FROM = IntStream.range(0, ADDRESSES)
            .mapToObj(n -> IpAddresses.parse("192.0." + n / 256 + "." + n % 256).orElseThrow())
            .toList();

    private final Backlog backlog = new Backlog();

    /** The database takes nothing for hours, and every account is called from many addresses. */
    @Test
    void holdsOnlySoMuchHoweverLongNothingIsWritten() {
        int accounts = Backlog.MAX_ROWS / ADDRESSES + 100;
        backlog.add(seen(NOON, accounts, FROM), NOON);
        int full = backlog.accounts().size();
        assertThat(rows()).isBetween(Backlog.MAX_ROWS, Backlog.MAX_ROWS + 2 * ADDRESSES);
        assertThat(full).isLessThan(accounts);

        for (int hour = 1; hour <= 5; hour++) {
            Instant later = NOON.plus(Duration.ofHours(hour));
            backlog.add(seen(later, accounts, FROM.subList(0, 2)), later);
        }

        assertThat(backlog.accounts()).hasSize(full);
        assertThat(rows()).isLessThan(Backlog.MAX_ROWS + 2 * ADDRESSES + full);
        assertThat(backlog.accounts().values().stream().map(BacklogTest::allowed))
                .as("what has its row already is counted on, the rest together")
                .containsOnly(ADDRESSES + 10L);
    }

    private int rows() {
        return backlog.accounts().values().stream()
                .mapToInt(account -> account.hours().size() + account.callers().size())
                .sum();
    }

    private static long allowed(Backlog.OfAccount account) {
        return account.callers().values().stream()
                .mapToLong(Backlog.Calls::allowed)
                .sum();
    }

    private static Batch seen(Instant at, int accounts, List<IPAddress> addresses) {
        Batch batch = new Batch(Clock.fixed(at, ZoneOffset.UTC));
        for (int account = 0; account < accounts; account++) {
            for (IPAddress address : addresses) {
                batch.tally(new UUID(1, account), new UUID(2, account), address)
                        .add(Outcome.ALLOWED, at.toEpochMilli());
            }
        }
        return batch;
    }
}
