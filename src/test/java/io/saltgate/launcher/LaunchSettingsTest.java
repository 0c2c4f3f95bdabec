package io.saltgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaunchSettingsTest {

    @Test
    void hasTheDefaultsOfTheCommand() throws Exception {
        assertThat(read(Map.of()))
                .isEqualTo(new LaunchSettings(
                        "127.0.0.1",
                        8080,
                        Optional.empty(),
                        "127.0.0.1",
                        48,
                        Path.of("data").toAbsolutePath(),
                        List.of()));
    }

    @Test
    void readsVariablesAndPropertiesBeforeThem() throws Exception {
        Map<String, String> environment = Map.of(
                "HOST", "::",
                "PORT", "80",
                "SALTGATE_GATE_PORT", "8081",
                "SALTGATE_BODY_THREADS", "100",
                "SALTGATE_DATA_DIR", "/var/lib/../lib/saltgate",
                "SALTGATE_LOG_LEVELS", " io.saltgate=FINE  root=INFO ");
        LaunchSettings settings =
                LaunchSettings.read(environment, key -> key.equals("saltgate.gate.port") ? "9000" : null);
        assertThat(settings.gatePort()).contains(9000);
        assertThat(settings.gateHost()).isEqualTo("::");
        assertThat(settings.bodyThreads()).isEqualTo(100);
        assertThat(settings.dataDir()).isEqualTo(Path.of("/var/lib/saltgate"));
        assertThat(settings.logLevels()).contains("io.saltgate.level=FINE", ".level=INFO", "org.level=INFO");
        assertThat(settings.reach()).isEqualTo("[::1]");
    }

    @ParameterizedTest
    @CsvSource({
        "PORT, 0, 'PORT must be a number from 1 to 65535, not ''0''.'",
        "PORT, 65536, 'PORT must be a number from 1 to 65535, not ''65536''.'",
        "PORT, eighty, 'PORT must be a number from 1 to 65535, not ''eighty''.'",
        "HOST, a b, 'HOST must be an address or a name, not ''a b''.'",
        "HOST, 'x\nset a=b', 'HOST must be an address or a name'",
        "SALTGATE_GATE_PORT, 8080, 'SALTGATE_GATE_PORT must be another port than PORT, 8080.'",
        "SALTGATE_GATE_HOST, '@', 'SALTGATE_GATE_HOST must be an address or a name'",
        "SALTGATE_BODY_THREADS, 1, 'SALTGATE_BODY_THREADS must be a number from 2 to 9999'",
        "SALTGATE_LOG_LEVELS, io.saltgate, 'SALTGATE_LOG_LEVELS has ''io.saltgate'', which is not like'"
    })
    void refusesWhatCannotBeMeant(String name, String value, String sentence) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(LaunchSettings.Invalid.class)
                .hasMessageStartingWith(sentence);
    }

    private static LaunchSettings read(Map<String, String> environment) throws LaunchSettings.Invalid {
        return LaunchSettings.read(environment, key -> null);
    }
}
