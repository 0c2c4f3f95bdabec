package io.saltgate.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.crypto.Sealing.CannotOpen;
import io.saltgate.platform.crypto.Sealing.Place;
import java.util.Base64;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class SealingPropertyTest {

    private static final Place PLACE = new Place(new UUID(1, 2), new UUID(3, 4), "auth-token");

    private final Sealing sealing = new Sealing(KeyRings.of("oldKey01", 1, "newKey02", 2));

    @Property(tries = 500)
    void everySecretOpensAtItsPlaceAndNoOther(@ForAll("secrets") String secret, @ForAll("places") Place elsewhere) {
        String sealed = sealing.seal(secret, PLACE);

        assertThat(sealing.open(sealed, PLACE)).isEqualTo(secret);
        assertThatThrownBy(() -> sealing.open(sealed, elsewhere)).isInstanceOf(CannotOpen.class);
    }

    @Property
    void nothingElseOpensAndNothingElseIsThrown(
            @ForAll @StringLength(max = 100) String text, @ForAll("nearly") String nearly) {
        assertThatThrownBy(() -> sealing.open(text, PLACE)).isInstanceOf(CannotOpen.class);
        assertThatThrownBy(() -> sealing.open(nearly, PLACE)).isInstanceOf(CannotOpen.class);
    }

    @Property(tries = 500)
    void nothingThatWasChangedOpens(
            @ForAll("secrets") String secret, @ForAll @IntRange(min = 0, max = 120) int at, @ForAll char put) {
        String sealed = sealing.seal(secret, PLACE);
        int place = Math.min(at, sealed.length() - 1);
        String changed = sealed.substring(0, place) + put + sealed.substring(place + 1);

        if (!changed.equals(sealed)) {
            assertThatThrownBy(() -> sealing.open(changed, PLACE)).isInstanceOf(CannotOpen.class);
        }
        assertThatThrownBy(() -> sealing.open(sealed + put, PLACE)).isInstanceOf(CannotOpen.class);
    }

    /** Text that UTF-8 can carry: a lone surrogate is none. */
    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .ofMaxLength(60)
                .filter(text -> text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE));
    }

    @Provide
    Arbitrary<Place> places() {
        Arbitrary<UUID> ids = Arbitraries.longs().map(number -> new UUID(number, number));
        Arbitrary<String> purposes = Arbitraries.of("auth-token", "private-salt", "", "auth-toke", "4auth-token");
        return Combinators.combine(ids, ids, purposes).as(Place::new);
    }

    /** The right head, then bytes of any number in the right writing, or nearly. */
    @Provide
    Arbitrary<String> nearly() {
        return Combinators.combine(
                        Arbitraries.of("v1", "v2", "V1", ""),
                        Arbitraries.of("oldKey01", "newKey02", "otherKey", ""),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(80),
                        Arbitraries.of("", "=", "==", ".", "\n", "A"))
                .as((version, key, bytes, end) -> version + "." + key + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + end);
    }
}
