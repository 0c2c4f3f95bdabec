package io.saltgate.signin.sessions;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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

    private static final int MIN_MINUTES = 5;
    private static final int MAX_MINUTES = 1_000_000;

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

    /** The same, or sooner ends where an account says so; null where it doesn't. */
    public SessionSettings shortened(@Nullable Integer idleMinutes, @Nullable Integer lifetimeHours) {
        return new SessionSettings(
                shorter(idle, idleMinutes == null ? idle : Duration.ofMinutes(idleMinutes)),
                shorter(lifetime, lifetimeHours == null ? lifetime : Duration.ofHours(lifetimeHours)),
                operatorFactor);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    /** Whether a session lasts longer with these than with the others, in one way or the other. */
    public boolean isLongerThan(SessionSettings other) {
        return idle.compareTo(other.idle) > 0 || lifetime.compareTo(other.lifetime) > 0;
    }

    /** The most minutes that an account may set. */
    public int maxIdleMinutes() {
        return (int) Math.min(MAX_MINUTES, idle.plusMinutes(1).minusNanos(1).toMinutes());
    }

    /** The fewest minutes that an account may set, so that nobody is signed out while they read. */
    public int minIdleMinutes() {
        return Math.min(MIN_MINUTES, maxIdleMinutes());
    }

    /** The most hours that an account may set. */
    public int maxLifetimeHours() {
        return (int) Math.min(MAX_MINUTES, lifetime.plusHours(1).minusNanos(1).toHours());
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        SessionSettings settings() {
            return from(Settings.current());
        }
    }
}
