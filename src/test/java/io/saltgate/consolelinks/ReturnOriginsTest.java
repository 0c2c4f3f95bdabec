package io.saltgate.consolelinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnOriginsTest {

    private static final ReturnOrigins ORIGINS =
            origins("https://good.example, http://localhost:3000 https://App.example:8443/ https://[2001:db8::1]");

    private static ReturnOrigins origins(String text) {
        return ReturnOrigins.from(new Settings(key -> Optional.of(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://good.example,                      https://good.example",
        "https://good.example/,                     https://good.example/",
        "https://good.example:443/a,                https://good.example/a",
        "HTTPS://GOOD.Example/Settings?A=b#C,       https://good.example/Settings?A=b#C",
        "https://good.example?a=%2F%2fevil.example, https://good.example?a=%2F%2fevil.example",
        "https://good.example//evil.example,        https://good.example//evil.example",
        "https://good.example/@evil.example,        https://good.example/@evil.example",
        "http://localhost:3000/back,                http://localhost:3000/back",
        "https://app.example:8443,                  https://app.example:8443",
        "https://[2001:DB8::1]/x,                   https://[2001:db8::1]/x"
    })
    void allowsPagesOfItsOrigins(String url, String allowed) {
        assertThat(ORIGINS.allow(url).orElseThrow()).hasToString(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/settings",
                "good.example",
                "//good.example",
                "//evil.example",
                "javascript:alert(1)",
                "javascript://good.example/%0aalert(1)",
                "data:text/html,x",
                "http://good.example/",
                "ftp://good.example/",
                "https:good.example",
                "https:/good.example",
                "https:///good.example",
                "https://good.example@evil.example",
                "https://good.example:443@evil.example/",
                "https://user@good.example/",
                "https://@good.example/",
                "https://good.example.evil.example/",
                "https://evil.example/https://good.example",
                "https://evil.example#good.example",
                "https://evilgood.example/",
                "https://sub.good.example/",
                "https://good.example./",
                "https://good.example\\@evil.example",
                "https://evil.example\\.good.example",
                "https:\\\\good.example",
                "https://good.example/\\evil.example",
                "https://good.example/\nSet-Cookie: a=b",
                "https://good.example/\r\n",
                "\nhttps://good.example/",
                "https://good.example/ x",
                " https://good.example/",
                "https://good.example/\t",
                "https://good.example/\0",
                "https://good.example/\u200b",
                "https://good\u3002example/",
                "https://g\u00f6\u00f6d.example/",
                "https://good.example%2eevil.example/",
                "https://good.example%00.evil.example/",
                "https://good.example/%",
                "https://good.example/%zz",
                "https://good.example/<script>",
                "https://good.example/\"onclick",
                "https://good.example/a#b#c",
                "https://good.example:8443/",
                "https://good.example:/",
                "https://good.example:0443/",
                "https://good.example:0/",
                "https://good.example:99999/",
                "https://good.example:443:443/",
                "https://app.example/",
                "https://localhost:3000/",
                "http://localhost:30000/",
                "https://-good.example/",
                "https://[2001:db8::2]/",
                "https://[2001:db8::1%25eth0]/"
            })
    void refusesWhatCouldLeadElsewhere(String url) {
        assertThat(ORIGINS.allow(url)).isEmpty();
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(ORIGINS.allow("https://good.example/" + "a".repeat(1_979))).isPresent();
        assertThat(ORIGINS.allow("https://good.example/" + "a".repeat(1_980))).isEmpty();
    }

    @Test
    void allowsNothingUnlessConfigured() {
        ReturnOrigins none = ReturnOrigins.from(new Settings(key -> Optional.empty()));
        assertThat(none.allow("https://good.example/")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*",
                "https://*.example",
                "good.example",
                "https://good.example/path",
                "https://good.example?",
                "https://user@good.example",
                "null"
            })
    void refusesToStartWithWhatIsNoOrigin(String text) {
        assertThatThrownBy(() -> origins(text))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("saltgate.return.origins");
    }
}
