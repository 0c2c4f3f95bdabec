package io.saltgate.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SealingTest {

    private static final UUID ACCOUNT = UUID.fromString("01940000-0000-7000-8000-000000000001");
    private static final UUID ROW = UUID.fromString("01940000-0000-7000-8000-000000000002");
    private static final Sealing.Place PLACE = new Sealing.Place(ACCOUNT, ROW, "auth-token");

    private static final KeyRing.Key OLD = key("oldKey01", 1);
    private static final KeyRing.Key NEW = key("newKey02", 2);

    private final Sealing sealing = new Sealing(new KeyRing(List.of(OLD, NEW)));

    @Test
    void opensWhatItSealed() {
        String secret = "₹ 😊 and plain";

        String sealed = sealing.seal(secret, PLACE);

        assertThat(sealed).startsWith("v1.newKey02.").doesNotContain("plain");
        assertThat(sealing.open(sealed, PLACE)).isEqualTo(secret);
    }

    @Test
    void neverSealsTheSameWayTwice() {
        assertThat(sealing.seal("secret", PLACE)).isNotEqualTo(sealing.seal("secret", PLACE));
    }

    /** Computed apart from this code, with Python's cryptography: AES-256-GCM, key from HMAC-SHA-256. */
    @Test
    void sealsToTheKnownAnswer() {
        byte[] nonce = HexFormat.of().parseHex("000102030405060708090a0b");

        assertThat(sealing.seal("sg_secret", PLACE, OLD, nonce)).isEqualTo(KNOWN_ANSWER);
        assertThat(sealing.open(KNOWN_ANSWER, PLACE)).isEqualTo("sg_secret");
    }

    private static final String KNOWN_ANSWER = "v1.oldKey01.AAECAwQFBgcICQoLgsg1qpEoHDmCMc7qlf2IMXptL8QSRIMcYQ";

    @Test
    void opensNothingOfWhichAnyByteWasChanged() {
        String sealed = sealing.seal("secret", PLACE);
        byte[] bytes = sealed.getBytes(UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            for (int change : new int[] {1, 2, 0x20}) {
                byte[] tampered = bytes.clone();
                tampered[i] ^= (byte) change;
                String text = new String(tampered, UTF_8);
                assertThatThrownBy(() -> sealing.open(text, PLACE))
                        .as("byte %d", i)
                        .isInstanceOf(Sealing.CannotOpen.class);
            }
        }
    }

    @Test
    void opensNothingThatWasCutOrExtended() {
        String sealed = sealing.seal("secret", PLACE);
        for (int length = 0; length < sealed.length(); length++) {
            String cut = sealed.substring(0, length);
            assertThatThrownBy(() -> sealing.open(cut, PLACE)).isInstanceOf(Sealing.CannotOpen.class);
        }
        assertThatThrownBy(() -> sealing.open(sealed + "A", PLACE)).isInstanceOf(Sealing.CannotOpen.class);
        assertThatThrownBy(() -> sealing.open(sealed + "=", PLACE)).isInstanceOf(Sealing.CannotOpen.class);
    }

    @Test
    void opensNothingElsewhere() {
        String sealed = sealing.seal("secret", PLACE);

        for (Sealing.Place elsewhere : List.of(
                new Sealing.Place(ROW, ROW, "auth-token"),
                new Sealing.Place(ACCOUNT, ACCOUNT, "auth-token"),
                new Sealing.Place(ROW, ACCOUNT, "auth-token"),
                new Sealing.Place(ACCOUNT, ROW, "private-salt"))) {
            assertThatThrownBy(() -> sealing.open(sealed, elsewhere)).isInstanceOf(Sealing.CannotOpen.class);
        }
    }

    @Test
    void opensWhatAnOlderKeySealed() {
        String sealed = new Sealing(new KeyRing(List.of(OLD))).seal("secret", PLACE);

        assertThat(sealing.open(sealed, PLACE)).isEqualTo("secret");
        assertThatThrownBy(() -> new Sealing(new KeyRing(List.of(NEW))).open(sealed, PLACE))
                .isInstanceOf(Sealing.CannotOpen.class);
    }

    @Test
    void saysNothingOfTheSecretWhenItFails() {
        String sealed = sealing.seal("secret", PLACE);

        assertThatThrownBy(() -> sealing.open(sealed, new Sealing.Place(ROW, ROW, "auth-token")))
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining(sealed);
    }

    private static KeyRing.Key key(String id, int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new KeyRing.Key(id, bytes);
    }
}
