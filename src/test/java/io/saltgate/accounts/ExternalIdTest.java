package io.saltgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalIdTest {

    @ParameterizedTest
    @ValueSource(strings = {"7", "customer/4711", "a,b;c=d", "--", "{\"id\":1}"})
    void isWhateverAHeaderCarriesAsItIs(String text) {
        assertThat(ExternalId.parse(text).orElseThrow().value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", " ", "a b", "a\n", "a\r\nX-Token-Id: b", "\u00e9", "a\u0000", "\u202e"})
    void isNothingElse(String text) {
        assertThat(ExternalId.parse(text)).isEmpty();
    }

    @Test
    void fitsItsColumn() {
        assertThat(ExternalId.parse("x".repeat(255))).isPresent();
        assertThat(ExternalId.parse("x".repeat(256))).isEmpty();
    }
}
