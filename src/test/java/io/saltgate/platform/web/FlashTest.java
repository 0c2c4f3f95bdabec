package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlashTest {

    @Test
    void carriesTheDetailsOfAMessage() {
        assertThat(Flash.parse("whitelist.removed&range=2001:db8::/32"))
                .hasValue(new Flash("whitelist.removed", Map.of("range", "2001:db8::/32")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2001:db8::1]:8443", "Zoë & Søn; <b>=", "dana+x@example.com", "鍵 🔑"})
    void namesWhatAMessageIsAbout(String subject) {
        assertThat(Flash.parse(Flash.about("person.renamed", subject).value()))
                .hasValue(Flash.about("person.renamed", subject));
    }

    @Test
    void cutsALongName() {
        assertThat(Flash.parse(Flash.about("person.renamed", "🔑".repeat(100)).value()))
                .hasValue(Flash.about("person.renamed", "🔑".repeat(60) + "…"));
    }

    /** Not Base64, a line break, nothing at all: such a cookie isn't ours. */
    @ParameterizedTest
    @ValueSource(strings = {"a&subject=a:b", "a&subject=YQpi", "a&subject=_w"})
    void isNothingWithASubjectThatNoneOfOursHas(String value) {
        assertThat(Flash.parse(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a&subject=", "a&subject=<b>", "a&subject=x y", "a&subject=x%00", "A", "a&b=c;d"})
    void isNothingForWhatIsNoneOfOurs(String value) {
        assertThat(Flash.parse(value)).isEmpty();
    }
}
