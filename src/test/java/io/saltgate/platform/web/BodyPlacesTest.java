package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import io.saltgate.platform.web.BodyPlaces.Place;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyPlacesTest {

    private final BodyPlaces places = new BodyPlaces(12);

    @Test
    void keepsHalfForKnownClients() {
        List<Place> strangers = IntStream.range(0, 6)
                .mapToObj(i -> places.takeStranger("198.51.100." + i).orElseThrow())
                .toList();

        assertThat(places.takeStranger("198.51.100.9")).isEmpty();
        assertThat(places.takeStranger(null)).isEmpty();
        for (int i = 0; i < 6; i++) {
            assertThat(places.takeKnown(null)).isPresent();
        }
        assertThat(places.takeKnown(null)).isEmpty();
        strangers.getFirst().close();
        assertThat(places.takeStranger(null)).isPresent();
    }

    @Test
    void knownClientsMayTakeAll() {
        List<Optional<Place>> all =
                IntStream.range(0, 12).mapToObj(i -> places.takeKnown(null)).toList();

        assertThat(all).allMatch(Optional::isPresent);
        assertThat(places.takeKnown(null)).isEmpty();
        assertThat(places.takeStranger(null)).isEmpty();
        all.getFirst().orElseThrow().close();
        assertThat(places.takeStranger(null)).isPresent();
    }

    @Test
    void givesAKnownClientASixth() {
        Place first = places.takeKnown("MEMBER:1").orElseThrow();
        assertThat(places.takeKnown("MEMBER:1")).isPresent();
        assertThat(places.takeKnown("MEMBER:1")).isEmpty();
        assertThat(places.takeKnown("MEMBER:2")).as("another").isPresent();
        first.close();
        assertThat(places.takeKnown("MEMBER:1")).isPresent();
    }

    @Test
    void givesAnAddressFour() {
        List<Place> four = IntStream.range(0, 4)
                .mapToObj(i -> places.takeStranger("203.0.113.7").orElseThrow())
                .toList();

        assertThat(places.takeStranger("203.0.113.7")).isEmpty();
        assertThat(places.takeStranger("203.0.113.8")).isPresent();
        four.getFirst().close();
        assertThat(places.takeStranger("203.0.113.7")).isPresent();
    }

    @Test
    void holdsNobodyWithoutAnAddressToFour() {
        for (int i = 0; i < 6; i++) {
            assertThat(places.takeStranger(null)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "-3", "x", "100000", "1.5"})
    void refusesNumbersThatMeanNothing(String number) {
        Settings settings = new Settings(key -> Optional.of(number));

        assertThatThrownBy(() -> BodyPlaces.from(settings)).isInstanceOf(Settings.InvalidSetting.class);
    }
}
