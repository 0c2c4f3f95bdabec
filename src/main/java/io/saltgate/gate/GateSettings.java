package io.saltgate.gate;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;

/**
 * The gate's settings.
 *
 * @param bound the revocation bound: no call passes that starts later than this after a revocation was acknowledged.
 *     Also for how long calls are still decided while the database is out of reach
 */
public record GateSettings(Duration bound) {

    /** Two poll intervals. */
    private static final Duration SHORTEST = Duration.ofMillis(400);

    private static final Duration LONGEST = Duration.ofMinutes(10);

    public GateSettings {
        if (bound.compareTo(SHORTEST) < 0 || bound.compareTo(LONGEST) > 0) {
            throw new Settings.InvalidSetting("saltgate.gate.bound", "is not between PT0.4S and PT10M");
        }
    }

    static GateSettings from(Settings settings) {
        return new GateSettings(settings.duration("saltgate.gate.bound", Duration.ofSeconds(1)));
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        GateSettings settings() {
            return from(Settings.current());
        }
    }
}
