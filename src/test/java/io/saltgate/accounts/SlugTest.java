package io.saltgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {

    @ParameterizedTest
    @CsvSource({
        "Acme, acme",
        "Acme & Söhne GmbH, acme-sohne-gmbh",
        "' -- A  b -- ', a-b",
        "'Meera''s Shop', meeras-shop",
        "Chloé’s, chloes",
        "日本, account",
        "'', account",
        "x1234567890123456789012345678901234567890123456789, x123456789012345678901234567890123456789",
        "x12345678901234567890123456789012345678 90, x12345678901234567890123456789012345678",
    })
    void isSuggestedByAName(String name, String slug) {
        assertThat(Slug.suggestedBy(name)).hasToString(slug);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-a", "a-", "A", "a_b", "a/b", "a.b", "..", "é", "a b", "a%20b", "a;b"})
    void hasOneForm(String text) {
        assertThat(Slug.parse(text)).isEmpty();
    }
}
