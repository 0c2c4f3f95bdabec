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
        assertThat(row("abcdefgh", "").digest()).isEqualTo("6Opk44-hSQNCF-aGRlbfV_GcPQrcLAHqFHwuXllq15c");
        assertThat(seals.hash(row("abcdefgh", ""))).isEqualTo("Jqf6GCnTEG3r3sfQvtvLIr2UKp-NdoLHLSskZpVwE5I");
        assertThat(seals.erased(row("abcdefgh", ""))).isEqualTo("vyaaVqaC7u3alHiqzPXwkgz0VMf_wZpxM7GVIu9PHA0");
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

    private AuditRow row(String key, String previous) {
        AuditRow undigested = row(key, previous, "");
        return seals.hasKey(key) ? row(key, previous, seals.digest(undigested)) : undigested;
    }

    private static AuditRow row(String key, String previous, String digest) {
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
                "AAAAAAAAAAAAAAAAAAAAAA",
                digest,
                null,
                key,
                previous);
    }
}
