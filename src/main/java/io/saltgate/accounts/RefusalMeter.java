package io.saltgate.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a member from flooding the trail with refusals: each minute one per person, account and action, and no more than
 * a few per person and account, whatever they try. Per node, in memory.
 */
@ApplicationScoped
public class RefusalMeter {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int ACTIONS = 10;

    private record Who(@Nullable UUID id, @Nullable AccountId account) {}

    private final Clock clock;
    private final Map<Who, Set<String>> taken = new HashMap<>();
    private Instant minuteEnd = Instant.MIN;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RefusalMeter() {
        this(null);
    }

    @Inject
    public RefusalMeter(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean takes(Caller caller, String action) {
        Instant now = clock.instant();
        if (!now.isBefore(minuteEnd)) {
            taken.clear();
            minuteEnd = now.plus(MINUTE);
        }
        Set<String> actions = taken.computeIfAbsent(new Who(caller.id(), caller.account()), who -> new HashSet<>());
        return actions.size() < ACTIONS && actions.add(action);
    }
}
