package io.saltgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Uuid7Test {

    /** The example of RFC 9562, appendix A.6. */
    @Test
    void makesTheExampleOfTheRfc() {
        UUID example = UUID.fromString("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");

        assertThat(Uuid7.of(0x017F22E279B0L, 0xCC3L, 0x18C4DC0C0C07398FL)).isEqualTo(example);
    }

    @Test
    void hasVersionVariantAndTime() {
        UUID id = Uuid7.next(Clock.fixed(Instant.ofEpochMilli(1_700_000_000_123L), ZoneOffset.UTC));

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(1_700_000_000_123L);
    }

    @ParameterizedTest
    @CsvSource({
        "2023-11-14T22:13:20.123Z, 018bcfe5-687b-7000-8000-000000000000",
        "1970-01-01T00:00:00Z,     00000000-0000-7000-8000-000000000000",
        "1969-12-31T23:59:59.999Z, 00000000-0000-7000-8000-000000000000",
        "0001-01-01T00:00:00Z,     00000000-0000-7000-8000-000000000000",
        "9999-12-31T23:59:59.999Z, e677d21f-dbff-7000-8000-000000000000",
        "+1000000000-12-31T23:59:59.999999999Z, ffffffff-ffff-7000-8000-000000000000"
    })
    void firstOfAMomentIsTheSmallestOrTheNearestThatThereIs(Instant moment, UUID first) {
        assertThat(Uuid7.first(moment)).isEqualTo(first);
    }

    @Test
    void neverRepeatsWithinAMillisecond() {
        Clock still = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        Set<UUID> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add(Uuid7.next(still))).isTrue();
        }
    }
}
