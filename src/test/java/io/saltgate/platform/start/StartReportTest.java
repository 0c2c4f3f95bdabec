package io.saltgate.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartReportTest {

    @Test
    void saysNothingOfASafeSetUp() {
        assertThat(list(Map.of())).isEmpty();
        assertThat(list(Map.of("saltgate.public.url", "http://127.0.0.1:8080"))).isEmpty();
        assertThat(list(Map.of("saltgate.public.url", "https://console.example.com", "saltgate.gateways", "10.0.0.1")))
                .isEmpty();
    }

    @Test
    void warnsOfEachThingThatIsNotSafe() {
        assertThat(list(Map.of("saltgate.public.url", "http://console.example.com", "saltgate.gate.bound", "PT1M")))
                .hasSize(2)
                .anyMatch(line -> line.contains("can read passwords and Auth Tokens"))
                .anyMatch(line -> line.contains("saltgate.gate.bound is PT1M"));
        assertThat(list(Map.of("saltgate.public.url", "https://console.example.com")))
                .singleElement()
                .asString()
                .contains("saltgate.gateways names none");
    }

    private static List<String> list(Map<String, String> configuration) {
        return StartReport.list(new Settings(key -> Optional.ofNullable(configuration.get(key))));
    }
}
