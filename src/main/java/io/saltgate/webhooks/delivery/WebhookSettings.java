package io.saltgate.webhooks.delivery;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * How webhooks are sent.
 *
 * @param schedule how long to wait after each attempt that failed; one attempt more than it has entries
 * @param attemptTimeout for one attempt, from the look-up of the name to the answer's last byte
 * @param concurrency attempts at a time on one node
 * @param endpointConcurrency of them, to one endpoint
 * @param failingLimit an endpoint that has done nothing but fail for so long is switched off
 * @param retention how long events and what became of them are kept
 */
public record WebhookSettings(
        List<Duration> schedule,
        Duration attemptTimeout,
        int concurrency,
        int endpointConcurrency,
        Duration failingLimit,
        Duration retention) {

    /** As the specification of Standard Webhooks has it. */
    private static final String DEFAULT_SCHEDULE = "PT5S PT5M PT30M PT2H PT5H PT10H PT14H PT20H PT24H";

    private static final Duration LONGEST_WAIT = Duration.ofDays(7);
    private static final int MOST_TRIES = 50;
    private static final int MOST_AT_ONCE = 10_000;

    public WebhookSettings {
        schedule = List.copyOf(schedule);
    }

    /** The longest time from an event to its last attempt, unless receivers ask for longer waits. */
    Duration wholeSchedule() {
        Duration waits = schedule.stream().reduce(Duration.ZERO, Duration::plus);
        return waits.plusMillis((long) (waits.toMillis() * RetrySchedule.SPREAD));
    }

    static WebhookSettings from(Settings settings) {
        WebhookSettings found = new WebhookSettings(
                schedule(settings),
                between(settings, "saltgate.webhooks.timeout", Duration.ofSeconds(15), 1, 60),
                number(settings, "saltgate.webhooks.concurrency", 256),
                number(settings, "saltgate.webhooks.endpoint.concurrency", 16),
                between(settings, "saltgate.webhooks.failing.limit", Duration.ofDays(5), 60, 365 * 86_400),
                between(settings, "saltgate.webhooks.retention", Duration.ofDays(30), 86_400, 3_650 * 86_400L));
        if (found.wholeSchedule().compareTo(found.retention()) >= 0) {
            throw new Settings.InvalidSetting(
                    "saltgate.webhooks.retention", "is shorter than saltgate.webhooks.schedule takes");
        }
        return found;
    }

    private static List<Duration> schedule(Settings settings) {
        String key = "saltgate.webhooks.schedule";
        List<Duration> schedule = new ArrayList<>();
        for (String text : settings.get(key, DEFAULT_SCHEDULE).split("[,\\s]+")) {
            try {
                Duration wait = Duration.parse(text);
                if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
                    throw new Settings.InvalidSetting(key, "has a wait that is negative or longer than seven days");
                }
                schedule.add(wait);
            } catch (DateTimeParseException e) {
                throw new Settings.InvalidSetting(key, "is not a list of durations such as PT5S PT5M", e);
            }
        }
        if (schedule.size() >= MOST_TRIES) {
            throw new Settings.InvalidSetting(key, "has too many entries");
        }
        return schedule;
    }

    private static Duration between(Settings settings, String key, Duration byDefault, long least, long most) {
        Duration value = settings.duration(key, byDefault);
        if (value.toSeconds() < least || value.toSeconds() > most) {
            throw new Settings.InvalidSetting(
                    key, "is not between " + Duration.ofSeconds(least) + " and " + Duration.ofSeconds(most));
        }
        return value;
    }

    private static int number(Settings settings, String key, int byDefault) {
        String text = settings.get(key, Integer.toString(byDefault));
        if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > MOST_AT_ONCE) {
            throw new Settings.InvalidSetting(key, "is not a number from 1 to " + MOST_AT_ONCE);
        }
        return Integer.parseInt(text);
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        WebhookSettings settings() {
            return from(Settings.current());
        }
    }
}
