package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditSettingsTest {

    @Test
    void keepsPersonalDataForEverOrAsConfigured() {
        assertThat(of(Map.of())).isEqualTo(AuditSettings.DEFAULT);
        assertThat(AuditSettings.DEFAULT.retention()).isEmpty();
        assertThat(of(Map.of("saltgate.retention.audit", "P400D")).retention()).contains(Duration.ofDays(400));
        assertThat(of(Map.of("saltgate.audit.heads.interval", "PT0S")).heads()).isZero();
        assertThat(of(Map.of("saltgate.audit.check.interval", "PT1M")).check()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({
        "saltgate.retention.audit, PT23H",
        "saltgate.retention.audit, PT0S",
        "saltgate.retention.audit, P36526D",
        "saltgate.retention.audit, a year",
        "saltgate.audit.check.interval, PT59S",
        "saltgate.audit.check.interval, P32D",
        "saltgate.audit.heads.interval, PT1S",
        "saltgate.audit.heads.interval, -P1D"
    })
    void saysWhatIsWrong(String key, String value) {
        assertThatThrownBy(() -> of(Map.of(key, value)))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageContaining(key);
    }

    private static AuditSettings of(Map<String, String> settings) {
        return AuditSettings.from(new Settings(key -> Optional.ofNullable(settings.get(key))));
    }
}
