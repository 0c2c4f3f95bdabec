package io.saltgate.users;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    /** C29: the Kelvin sign is no k, and only ASCII letters have their case folded. */
    @Test
    void foldsAsciiLettersAlone() {
        assertThat(EmailAddress.parse("\u212Aate@example.com").map(EmailAddress::value))
                .contains("\u212Aate@example.com")
                .isNotEqualTo(EmailAddress.parse("kate@example.com").map(EmailAddress::value));
        assertThat(EmailAddress.parse("KATE@\u00c4.Example").map(EmailAddress::value))
                .contains("kate@\u00c4.example");
    }

    @ParameterizedTest
    @CsvSource({
        "Meera@Acme.Example, meera@acme.example",
        "' m@localhost ', m@localhost",
        "o'brien+tag@sub.example.org, o'brien+tag@sub.example.org",
        "josé@bücher.example, josé@bücher.example",
    })
    void isOneMailboxInLowerCase(String typed, String value) {
        assertThat(EmailAddress.parse(typed)).get().hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "a@",
                "@b",
                "a@b@c",
                "a b@c",
                "a@b c",
                "a@b\nBcc: x@y",
                "a@-b",
                "a@b.",
                "<a@b>",
                "a,b@c",
                "\"a\"@b",
                "a@b\u202e"
            })
    void isNothingElse(String typed) {
        assertThat(EmailAddress.parse(typed)).isEmpty();
        assertThat(EmailAddress.parse("a".repeat(65) + "@example.com")).isEmpty();
        assertThat(EmailAddress.parse("a@" + "b".repeat(260))).isEmpty();
    }
}
