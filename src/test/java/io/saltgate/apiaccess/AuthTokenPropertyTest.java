package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRings;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class AuthTokenPropertyTest {

    private static final KeyRing RING = KeyRings.of("oldKey01", 1, "newKey02", 2);

    @Property
    void noTextThrowsAndNoneIsReadAsAnother(
            @ForAll @StringLength(max = 200) String text, @ForAll("nearly") String nearly) {
        for (String each : new String[] {text, nearly}) {
            AuthToken.parse(each).ifPresent(token -> {
                assertThat(token.reveal()).isEqualTo(each).matches("[0-9A-Za-z_]{0,16}[0-9A-Za-z]{49}");
                assertThat(token.toString()).doesNotContain(each);
            });
        }
    }

    @Property
    void whateverIsMadeIsReadAndKnown(@ForAll("prefixes") String prefix) {
        AuthToken token = AuthToken.generate(prefix, RING);

        assertThat(AuthToken.parse(token.reveal())).contains(token);
        assertThat(token.isTaggedBy(RING)).isTrue();
    }

    /** Whoever computes the checksum aright still lacks the tag. */
    @Property
    void whatIsMadeUpIsNeverTagged(@ForAll("prefixes") String prefix, @ForAll("bodies") String body) {
        AuthToken madeUp =
                AuthToken.of(prefix + body, KeyRings.of("notOurs1", 9).current());

        assertThat(AuthToken.parse(madeUp.reveal())).contains(madeUp);
        assertThat(madeUp.isTaggedBy(RING)).isFalse();
    }

    @Property
    void aTokenOfWhichSomethingWasChangedIsNotOne(
            @ForAll("prefixes") String prefix, @ForAll @IntRange(min = 0, max = 64) int at, @ForAll char put) {
        String text = AuthToken.generate(prefix, RING).reveal();
        int place = Math.min(at, text.length() - 1);
        String changed = text.substring(0, place) + put + text.substring(place + 1);

        assertThat(AuthToken.parse(changed).isPresent()).isEqualTo(changed.equals(text));
        assertThat(AuthToken.parse(text + put)).isEmpty();
    }

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.strings()
                .withCharRange('0', '9')
                .withCharRange('A', 'Z')
                .withCharRange('a', 'z')
                .withChars('_')
                .ofMaxLength(16);
    }

    @Provide
    Arbitrary<String> bodies() {
        return Arbitraries.strings()
                .withCharRange('0', '9')
                .withCharRange('A', 'Z')
                .withCharRange('a', 'z')
                .ofLength(32);
    }

    @Provide
    Arbitrary<String> nearly() {
        return Combinators.combine(
                        prefixes(),
                        bodies(),
                        Arbitraries.integers().between(0, 70),
                        Arbitraries.strings().ofMaxLength(3))
                .as((prefix, body, at, put) -> {
                    String text = AuthToken.of(prefix + body, RING.current()).reveal();
                    int from = Math.min(at, text.length());
                    return text.substring(0, from) + put + text.substring(from);
                });
    }
}
