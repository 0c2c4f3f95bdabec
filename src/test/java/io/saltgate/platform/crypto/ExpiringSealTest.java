package io.saltgate.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiringSealTest {

    private static final Sealing.Place PLACE = new Sealing.Place(UUID.randomUUID(), UUID.randomUUID(), "test");

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final KeyRing ring = KeyRing.generate();
    private final ExpiringSeal seal = at(NOW, ring);

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "one", "two parts ", "\n\u00e4"})
    void opensWhatItSealed(String text) {
        assertThat(seal.open(seal.seal(text, PLACE), PLACE)).contains(text);
    }

    @Test
    void opensUntilTheLifetimeIsOverAndNoLonger() {
        String sealed = seal.seal("secret", PLACE);
        Instant end = NOW.plus(Duration.ofMinutes(5));
        assertThat(at(end, ring).open(sealed, PLACE)).contains("secret");
        assertThat(at(end.plusMillis(1), ring).open(sealed, PLACE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1.x.y", "v1..", "\0", "text"})
    void opensNothingElse(String text) {
        assertThat(seal.open(text, PLACE)).isEmpty();
        assertThat(seal.open(seal.seal("secret", PLACE), new Sealing.Place(PLACE.owner(), PLACE.row(), "other")))
                .isEmpty();
        assertThat(at(NOW, KeyRing.generate()).open(seal.seal("secret", PLACE), PLACE))
                .isEmpty();
    }

    private static ExpiringSeal at(Instant now, KeyRing ring) {
        return new ExpiringSeal(ring, Clock.fixed(now, ZoneOffset.UTC), Duration.ofMinutes(5));
    }
}
