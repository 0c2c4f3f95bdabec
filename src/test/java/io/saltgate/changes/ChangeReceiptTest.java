package io.saltgate.changes;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.crypto.KeyRing;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeReceiptTest {

    private static final KeyRing RING = KeyRing.generate();
    private static final ChangeReceipt RECEIPT = new ChangeReceipt(UUID.randomUUID(), UUID.randomUUID(), 12_408);

    @Test
    void isReadBackByTheSameRingAlone() {
        String text = RECEIPT.text(RING);

        assertThat(text).matches("[0-9A-Za-z_-]{75}");
        assertThat(ChangeReceipt.parse(text, RING)).contains(RECEIPT);
        assertThat(ChangeReceipt.parse(text, KeyRing.generate())).isEmpty();
    }

    @Test
    void noBitOfItCanBeChanged() {
        String text = RECEIPT.text(RING);
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);

            assertThat(ChangeReceipt.parse(forged, RING)).as("bit %d", bit).isEmpty();
        }
        List<String> spellings = new ArrayList<>();
        for (char last : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            String spelling = text.substring(0, text.length() - 1) + last;
            if (ChangeReceipt.parse(spelling, RING).isPresent()) {
                spellings.add(spelling);
            }
        }
        assertThat(spellings).containsExactly(text);
    }

    @Test
    void refusesWhatHasAnotherForm() {
        String text = RECEIPT.text(RING);
        for (String other : List.of(
                "",
                " ",
                "\0",
                text + "=",
                text + "A",
                " " + text,
                "\u00e4".repeat(75),
                "=".repeat(75),
                "A".repeat(75),
                "x".repeat(100_000))) {
            assertThat(ChangeReceipt.parse(other, RING)).isEmpty();
        }
    }
}
