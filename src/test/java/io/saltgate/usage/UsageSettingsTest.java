package io.saltgate.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageSettingsTest {

    @Test
    void keepsAddressesForAMonthOrAsConfigured() {
        assertThat(of(Map.of())).isEqualTo(UsageSettings.DEFAULT);
        assertThat(of(Map.of("saltgate.retention.addresses", "P7D")).addresses())
                .isEqualTo(Duration.ofDays(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT23H", "P366D", "-P1D", "seven days"})
    void saysWhatIsWrong(String value) {
        assertThatThrownBy(() -> of(Map.of("saltgate.retention.addresses", value)))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining("saltgate.retention.addresses");
    }

    private static UsageSettings of(Map<String, String> settings) {
        return UsageSettings.from(new Settings(key -> Optional.ofNullable(settings.get(key))));
    }
}
