package io.saltgate.gate;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Optional;

/**
 * The rate limit of each account on each node.
 *
 * @param perSecond in the long run; 0 for as many as come
 * @param burst at once, after a pause; as many as a second brings unless it is set
 */
public record RateLimitSettings(long perSecond, long burst) {

    private static final String LIMIT = "saltgate.rate.limit";
    private static final String BURST = "saltgate.rate.burst";
    private static final long MOST = 1_000_000;

    static RateLimitSettings from(Settings settings) {
        Optional<Long> limit = settings.find(LIMIT).map(typed -> number(LIMIT, typed, 0));
        Optional<Long> burst = settings.find(BURST).map(typed -> number(BURST, typed, 1));
        long perSecond = limit.orElse(0L);
        if (perSecond == 0 && burst.isPresent()) {
            throw new Settings.InvalidSetting(BURST, "means nothing without saltgate.rate.limit");
        }
        return new RateLimitSettings(perSecond, burst.orElse(perSecond));
    }

    boolean isOff() {
        return perSecond == 0;
    }

    private static long number(String key, String typed, long least) {
        if (!typed.matches("[0-9]{1,7}") || Long.parseLong(typed) < least || Long.parseLong(typed) > MOST) {
            throw new Settings.InvalidSetting(
                    key, "is not a whole number from " + least + " to " + MOST + ": " + typed);
        }
        return Long.parseLong(typed);
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        RateLimitSettings settings() {
            return from(Settings.current());
        }
    }
}
