package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"console.example", "ftp://console.example", "https://", "https:///base", "http://a b"})
    void saysThatItIsNoAddressOfAConsole(String text) {
        assertThatThrownBy(() -> from(text))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageStartingWith("saltgate.public.url is not an http or https address");
    }

    @Test
    void takesAnOriginAndABase() {
        assertThat(from("https://Console.example:443/keys/"))
                .isEqualTo(new PublicUrl("https://console.example", "/keys"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://console.example, true",
        "http://192.0.2.1:8080, true",
        "http://[2001:db8::1], true",
        "http://localhost.example, true",
        "http://localhost:8080, false",
        "http://saltgate.localhost, false",
        "http://127.8.9.1:8080, false",
        "http://[::1]:8080, false",
        "https://console.example, false",
    })
    void knowsWhereOthersCanReadAlong(String url, boolean readable) {
        assertThat(from(url).isReadableByOthers()).isEqualTo(readable);
    }

    private static PublicUrl from(String text) {
        return PublicUrl.from(new Settings(key -> Optional.of(text)));
    }
}
