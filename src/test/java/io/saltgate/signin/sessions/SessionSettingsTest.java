package io.saltgate.signin.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionSettingsTest {

    @Test
    void readsDurationsAndWhetherOperatorsNeedASecondFactor() {
        assertThat(of(Map.of())).isEqualTo(SessionSettings.DEFAULT);
        assertThat(of(Map.of(
                        "saltgate.session.idle", "PT5M",
                        "saltgate.session.lifetime", "PT8H",
                        "saltgate.operator.second.factor", "true")))
                .isEqualTo(new SessionSettings(Duration.ofMinutes(5), Duration.ofHours(8), true));
    }

    @ParameterizedTest
    @CsvSource({
        "saltgate.session.idle, PT30S, is shorter than a minute",
        "saltgate.session.idle, five, saltgate.session.idle",
        "saltgate.session.lifetime, PT10M, is shorter than saltgate.session.idle",
        "saltgate.operator.second.factor, yes, is neither true nor false",
    })
    void saysWhatIsWrong(String key, String value, String complaint) {
        assertThatThrownBy(() -> of(Map.of(key, value)))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining(complaint);
    }

    private static SessionSettings of(Map<String, String> settings) {
        return SessionSettings.from(new Settings(key -> Optional.ofNullable(settings.get(key))));
    }
}
