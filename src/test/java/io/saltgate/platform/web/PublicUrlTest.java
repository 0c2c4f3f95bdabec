package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    private static PublicUrl from(String text) {
        return PublicUrl.from(new Settings(key -> Optional.of(text)));
    }
}
