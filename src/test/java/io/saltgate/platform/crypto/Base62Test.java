package io.saltgate.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class Base62Test {

    @Test
    void encodesKnownNumbers() {
        assertThat(Base62.encode(0, 6)).isEqualTo("000000");
        assertThat(Base62.encode(61, 2)).isEqualTo("0z");
        assertThat(Base62.encode(62, 2)).isEqualTo("10");
        assertThat(Base62.encode(0xFFFFFFFFL, 6)).isEqualTo("4gfFC3");
        assertThat(Base62.encode(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF}, 6))
                .isEqualTo("4gfFC3");
    }

    @Test
    void encodesLongNumbersAsDividingThemDoes() {
        for (int length : new int[] {1, 2, 3, 4, 11, 43}) {
            byte[] number = Hashes.sha256(new byte[length]);
            BigInteger rest = new BigInteger(1, number);
            StringBuilder digits = new StringBuilder();
            for (int i = 0; i < length; i++) {
                digits.insert(0, Base62.encode(rest.mod(BigInteger.valueOf(62)).longValue(), 1));
                rest = rest.divide(BigInteger.valueOf(62));
            }

            assertThat(Base62.encode(number, length)).hasToString(digits.toString());
        }
    }

    @Test
    void drawsEveryCharacterAboutAsOften() {
        int[] counts = new int[128];
        int length = 62_000;
        Base62.random(length).chars().forEach(c -> counts[c]++);

        for (char c = 0; c < 128; c++) {
            if (Base62.isBase62(String.valueOf(c))) {
                assertThat(counts[c]).as("%c", c).isBetween(800, 1200); // 1000 expected, six sigma on either side
            } else {
                assertThat(counts[c]).isZero();
            }
        }
    }

    @Test
    void knowsItsOwnCharacters() {
        assertThat(Base62.isBase62("azAZ09")).isTrue();
        assertThat(Base62.isBase62("a-b")).isFalse();
        assertThat(Base62.isBase62("１")).isFalse();
        assertThat(Base62.isBase62("é")).isFalse();
    }
}
