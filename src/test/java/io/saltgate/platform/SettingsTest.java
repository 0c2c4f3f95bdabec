package io.saltgate.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void commandsFindTheKeysThatTheServerFinds() {
        assertThat(environment("SALTGATE_DATA_DIR", " /srv/saltgate ").find("saltgate.data.dir"))
                .contains("/srv/saltgate");
        assertThat(environment("saltgate_data_dir", "/a").find("saltgate.data.dir"))
                .contains("/a");
        assertThat(environment("saltgate.data.dir", "/a").find("saltgate.data.dir"))
                .contains("/a");
        assertThat(environment("SALTGATE_DATADIR", "/a").find("saltgate.data.dir"))
                .isEmpty();
        assertThat(environment("SALTGATE_DATA_DIR", " ").find("saltgate.data.dir"))
                .isEmpty();
    }

    @Test
    void aSystemPropertyComesBeforeTheEnvironment() {
        Properties properties = new Properties();
        properties.setProperty("saltgate.data.dir", "/property");

        assertThat(Settings.from(properties, Map.of("SALTGATE_DATA_DIR", "/environment"))
                        .apply("saltgate.data.dir"))
                .contains("/property");
    }

    @Test
    void theKeyRingIsInTheDataDirUnlessItIsSaidToBeElsewhere() {
        assertThat(environment("SALTGATE_DATA_DIR", "/srv").keyRing()).isEqualTo(Path.of("/srv/keyring"));
        assertThat(environment("SALTGATE_KEYRING", "/etc/ring").keyRing()).isEqualTo(Path.of("/etc/ring"));
    }

    @Test
    void saysWhichKeyCantBeMeant() {
        Settings settings = new Settings(key -> Optional.of("soon"));

        assertThatThrownBy(() -> settings.duration("saltgate.gate.bound", Duration.ZERO))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageStartingWith("saltgate.gate.bound");
    }

    private static Settings environment(String name, String value) {
        return new Settings(Settings.from(new Properties(), Map.of(name, value)));
    }
}
