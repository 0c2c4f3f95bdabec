package io.saltgate.audit;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.Optional;

/**
 * What is done to audit trails in the background.
 *
 * @param retention how long entries keep personal data; empty for as long as they exist
 * @param check from one verification of a chain's new entries to the next
 * @param heads how often the end of a chain that has grown is written to the log; zero for never
 */
public record AuditSettings(Optional<Duration> retention, Duration check, Duration heads) {

    private static final String RETENTION = "saltgate.retention.audit";
    private static final String CHECK = "saltgate.audit.check.interval";
    private static final String HEADS = "saltgate.audit.heads.interval";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(31);
    private static final Duration CENTURY = Duration.ofDays(36_525);

    /** What applies if nothing is configured. */
    public static final AuditSettings DEFAULT = new AuditSettings(Optional.empty(), Duration.ofHours(1), DAY);

    public static AuditSettings from(Settings settings) {
        Optional<Duration> retention =
                settings.find(RETENTION).map(value -> settings.duration(RETENTION, Duration.ZERO));
        if (retention.isPresent() && isOutside(retention.get(), DAY, CENTURY)) {
            throw new Settings.InvalidSetting(RETENTION, "is not between a day (P1D) and a hundred years (P36525D)");
        }
        Duration check = settings.duration(CHECK, DEFAULT.check);
        if (isOutside(check, MINUTE, MONTH)) {
            throw new Settings.InvalidSetting(CHECK, "is not between a minute (PT1M) and a month (P31D)");
        }
        Duration heads = settings.duration(HEADS, DEFAULT.heads);
        if (!heads.isZero() && isOutside(heads, MINUTE, MONTH)) {
            throw new Settings.InvalidSetting(HEADS, "is neither PT0S nor between a minute (PT1M) and a month (P31D)");
        }
        return new AuditSettings(retention, check, heads);
    }

    private static boolean isOutside(Duration value, Duration least, Duration most) {
        return value.compareTo(least) < 0 || value.compareTo(most) > 0;
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        AuditSettings settings() {
            return from(Settings.current());
        }
    }
}
