package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRings;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthTokenTest {

    private static final KeyRing RING = KeyRings.of("oldKey01", 1);

    /** Computed apart from this code, with Python's hmac and zlib. */
    @Test
    void makesTheKnownToken() {
        AuthToken token = AuthToken.of("sg_0123456789ABCDEFGHIJKLMNOPQRSTUV", RING.current());

        assertThat(token.reveal()).isEqualTo("sg_0123456789ABCDEFGHIJKLMNOPQRSTUVBUxH0ixKtVd0Ts3JH");
        assertThat(token.lookupHash(RING.current())).isEqualTo("lL1ro7y1Z0PD4pjmf5PgpsuUcE3uyve6uoJ9yTgn6as");
    }

    @Test
    void readsWhatItMade() {
        AuthToken token = AuthToken.generate("sg_", RING);

        assertThat(token.reveal()).matches("sg_[0-9A-Za-z]{49}");
        assertThat(AuthToken.parse(token.reveal())).contains(token);
        assertThat(token.isTaggedBy(RING)).isTrue();
    }

    @Test
    void takesAnyPrefixThatAnOperatorMaySet() {
        for (String prefix : new String[] {"", "a", "acme_live_", "ABCDEFGHIJKLMNOP"}) {
            String text = AuthToken.generate(prefix, RING).reveal();
            assertThat(text).startsWith(prefix);
            assertThat(AuthToken.parse(text)).isPresent();
        }
        assertThatThrownBy(() -> AuthToken.generate("ABCDEFGHIJKLMNOPQ", RING))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AuthToken.generate("sg-", RING)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesATokenOfWhichAnyCharacterWasChanged() {
        String text = AuthToken.generate("sg_", RING).reveal();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            assertThat(AuthToken.parse(changed)).as("character %d", i).isEmpty();
        }
    }

    @Test
    void refusesWhatIsNoToken() {
        String text = AuthToken.generate("sg_", RING).reveal();
        for (String bad : new String[] {
            "",
            " ",
            "sg_",
            text + " ",
            " " + text,
            text + "\n",
            text.substring(1, 40),
            text + text,
            "\u0000" + text,
            "x".repeat(AuthToken.MAX_LENGTH + 1),
            text.replace('_', '-'),
            text + "\u00e9"
        }) {
            assertThat(AuthToken.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void recognisesWhatAnotherRingOrNobodyTagged() {
        KeyRing other = KeyRings.of("newKey02", 2);

        assertThat(AuthToken.generate("sg_", other).isTaggedBy(RING)).isFalse();
        assertThat(AuthToken.generate("sg_", other).isTaggedBy(KeyRings.of("oldKey01", 1, "newKey02", 2)))
                .isTrue();
    }

    @Test
    void neverMakesTheSameTokenTwice() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            assertThat(seen.add(AuthToken.generate("sg_", RING).reveal())).isTrue();
        }
    }

    @Test
    void masksItselfInText() {
        AuthToken token = AuthToken.generate("sg_", RING);
        PrivateSalt salt = PrivateSalt.generate();

        assertThat(token.toString()).isEqualTo("Auth Token ..." + token.hint());
        assertThat(salt.toString()).isEqualTo("Private Salt");
        assertThat(salt.reveal()).matches("[0-9A-Za-z]{43}");
    }
}
