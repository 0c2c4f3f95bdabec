package io.saltgate.changes;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/**
 * Whether PostgreSQL tells the nodes of each change as it commits (NOTIFY). A hint only makes the next poll come at
 * once: without hints changes are found by the steady polls, as on H2.
 */
public record HintSettings(boolean enabled) {

    /** The channel of the notifications. */
    public static final String CHANNEL = "saltgate_change";

    private static final String KEY = "saltgate.gate.hints";

    static HintSettings from(Settings settings) {
        return switch (settings.get(KEY, "on")) {
            case "on" -> new HintSettings(true);
            case "off" -> new HintSettings(false);
            default -> throw new Settings.InvalidSetting(KEY, "is neither on nor off");
        };
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        HintSettings settings() {
            return from(Settings.current());
        }
    }
}
