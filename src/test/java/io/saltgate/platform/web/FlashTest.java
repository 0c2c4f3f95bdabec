package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlashTest {

    @Test
    void namesTheHostThatAMessageIsAbout() {
        assertThat(Flash.parse("webhook.removed&subject=[2001:db8::1]:8443"))
                .hasValue(new Flash("webhook.removed", Map.of("subject", "[2001:db8::1]:8443")));
        assertThat(Flash.parse("webhook.removed&subject=xn--mnchen-3ya.example"))
                .map(flash -> flash.details().get("subject"))
                .hasValue("xn--mnchen-3ya.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a&subject=", "a&subject=<b>", "a&subject=x y", "a&subject=x%00", "A", "a&b=c;d"})
    void isNothingForWhatIsNoneOfOurs(String value) {
        assertThat(Flash.parse(value)).isEmpty();
    }
}
