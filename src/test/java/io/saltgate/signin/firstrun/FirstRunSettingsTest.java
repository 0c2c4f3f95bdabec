package io.saltgate.signin.firstrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FirstRunSettingsTest {

    @Test
    void saysThatThePasswordIsTooShortAndNotWhatItIs() {
        assertThatThrownBy(() -> from(Map.of(
                        "saltgate.bootstrap.email", "owner@example.com", "saltgate.bootstrap.password", "hunter2")))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageStartingWith("saltgate.bootstrap.password has fewer than 12 or more than 256")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void saysThatThePasswordIsOneThatAttackersTry() {
        assertThatThrownBy(() -> from(Map.of(
                        "saltgate.bootstrap.email",
                        "owner@example.com",
                        "saltgate.bootstrap.password",
                        "passwordpassword")))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageStartingWith("saltgate.bootstrap.password is too easy to guess")
                .hasMessageNotContaining("passwordpassword");
    }

    @Test
    void asksForBothOrNeither() {
        assertThat(from(Map.of())).isEmpty();
        assertThatThrownBy(() -> from(Map.of("saltgate.bootstrap.password", "a password of my own")))
                .hasMessageStartingWith("saltgate.bootstrap.email ");
    }

    private static Optional<FirstRunSettings> from(Map<String, String> values) {
        return FirstRunSettings.from(new Settings(key -> Optional.ofNullable(values.get(key))));
    }
}
