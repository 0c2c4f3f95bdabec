package io.saltgate.signin.sessions;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;

/**
 * When console sessions end, and what operators have to begin them with.
 *
 * @param idle without a request, one minute at least
 * @param lifetime after the sign-in, whatever is done with it; not shorter than {@code idle}
 * @param operatorFactor whether operators have their rights only after a second factor
 */
public record SessionSettings(Duration idle, Duration lifetime, boolean operatorFactor) {

    private static final String IDLE = "saltgate.session.idle";
    private static final String LIFETIME = "saltgate.session.lifetime";
    private static final String OPERATOR_FACTOR = "saltgate.operator.second.factor";

    /** Requests write the last time at most this often, so shorter ones make no difference. */
    static final Duration PRECISION = Duration.ofMinutes(1);

    /** What holds if nothing is configured. */
    public static final SessionSettings DEFAULT =
            new SessionSettings(Duration.ofMinutes(15), Duration.ofHours(12), false);

    public static SessionSettings from(Settings settings) {
        Duration idle = settings.duration(IDLE, DEFAULT.idle);
        Duration lifetime = settings.duration(LIFETIME, DEFAULT.lifetime);
        if (idle.compareTo(PRECISION) < 0) {
            throw new Settings.InvalidSetting(IDLE, "is shorter than a minute");
        }
        if (lifetime.compareTo(idle) < 0) {
            throw new Settings.InvalidSetting(LIFETIME, "is shorter than " + IDLE);
        }
        String factor = settings.get(OPERATOR_FACTOR, "false");
        if (!factor.equals("true") && !factor.equals("false")) {
            throw new Settings.InvalidSetting(OPERATOR_FACTOR, "is neither true nor false");
        }
        return new SessionSettings(idle, lifetime, factor.equals("true"));
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        SessionSettings settings() {
            return from(Settings.current());
        }
    }
}
