package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.crypto.KeyRings;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuditSealsTest {

    private static final UUID CHAIN = UUID.fromString("01234567-89ab-7def-8123-456789abcdef");

    private final AuditSeals seals = new AuditSeals(KeyRings.of("abcdefgh", 1, "ijklmnop", 2));

    @Test
    void noTwoListsOfFieldsReadTheSame() {
        assertThat(Stream.<List<String>>of(
                                List.of("ab", "c"),
                                List.of("a", "bc"),
                                List.of("abc"),
                                List.of("abc", ""),
                                List.of("", "abc"),
                                List.of(),
                                List.of(""),
                                List.of("₹"),
                                List.of("\u0000\u0000\u0000\u0003abc"))
                        .map(fields -> HexFormat.of().formatHex(AuditSeals.encode(fields.toArray()))))
                .doesNotHaveDuplicates();
        assertThat(AuditSeals.encode((Object) null)).isNotEqualTo(AuditSeals.encode(""));
        assertThat(AuditSeals.encode("₹", null)).containsExactly(0, 0, 0, 3, 0xe2, 0x82, 0xb9, 0xff, 0xff, 0xff, 0xff);
    }

    /** So that a later version verifies what an earlier one wrote. Computed beside, with Python's hmac. */
    @Test
    void keepsItsFormat() {
        assertThat(seals.hash(row("abcdefgh", ""))).isEqualTo("Z2AUmPNQuEorSSjkE1hovE2TQU_cVVQvn0kZtX8dbdI");
        assertThat(seals.seal(CHAIN, 7, "h")).isEqualTo("ijklmnop.N6WEOyFzaIrLah-Hn67E1j0ShFA88mUBZAzyVl2VcYM");
    }

    @Test
    void hashesDependOnTheKeyAndSealsAreNoHashes() {
        AuditRow row = row("abcdefgh", "");

        assertThat(seals.isHash(seals.hash(row), row)).isTrue();
        assertThat(seals.hash(row("ijklmnop", ""))).isNotEqualTo(seals.hash(row));
        assertThat(new AuditSeals(KeyRings.of("abcdefgh", 3)).isHash(seals.hash(row), row))
                .isFalse();
        assertThat(seals.isSeal("abcdefgh." + seals.hash(row), CHAIN, 1, "")).isFalse();
    }

    @Test
    void keysThatAreNotInTheRingMakeNothing() {
        AuditRow row = row("zzzzzzzz", "");

        assertThat(seals.isHash("x", row)).isFalse();
        assertThatThrownBy(() -> seals.hash(row)).isInstanceOf(IllegalArgumentException.class);
        for (String seal : new String[] {null, "", ".", "zzzzzzzz.", "zzzzzzzz.x", "abcdefgh", "abcdefgh."}) {
            assertThat(seals.isSeal(seal, CHAIN, 7, "h")).as(seal).isFalse();
        }
    }

    private static AuditRow row(String key, String previous) {
        return new AuditRow(
                CHAIN,
                1,
                CHAIN,
                Instant.parse("2026-11-12T14:03:00.000001Z"),
                "api.enabled",
                "MEMBER",
                null,
                "2001:db8::1",
                "₹",
                "{}",
                key,
                previous);
    }
}
