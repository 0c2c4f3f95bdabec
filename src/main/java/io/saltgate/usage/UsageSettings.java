package io.saltgate.usage;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;

/**
 * How long usage is kept.
 *
 * @param addresses callers' addresses, with what was counted and refused by them; a day to a year
 */
public record UsageSettings(Duration addresses) {

    private static final String ADDRESSES = "saltgate.retention.addresses";
    private static final Duration LEAST = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(365);

    /** What holds if nothing is configured. */
    public static final UsageSettings DEFAULT = new UsageSettings(Usage.KEPT);

    public static UsageSettings from(Settings settings) {
        Duration addresses = settings.duration(ADDRESSES, DEFAULT.addresses);
        if (addresses.compareTo(LEAST) < 0 || addresses.compareTo(MOST) > 0) {
            throw new Settings.InvalidSetting(ADDRESSES, "is not between a day (P1D) and a year (P365D)");
        }
        return new UsageSettings(addresses);
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        UsageSettings settings() {
            return from(Settings.current());
        }
    }
}
