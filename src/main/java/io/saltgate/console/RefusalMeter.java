package io.saltgate.console;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a member from flooding the trail with refusals: one a minute per person, account and route, whatever ids are
 * tried. Per node, in memory.
 */
@ApplicationScoped
public class RefusalMeter {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Refusal(@Nullable UUID caller, @Nullable AccountId account, Routes.Route route) {}

    private final Clock clock;
    private final Set<Refusal> taken = new HashSet<>();
    private Instant minuteEnd = Instant.MIN;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected RefusalMeter() {
        this(null);
    }

    @Inject
    public RefusalMeter(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean takes(Caller caller, Routes.Route route) {
        Instant now = clock.instant();
        if (!now.isBefore(minuteEnd)) {
            taken.clear();
            minuteEnd = now.plus(MINUTE);
        }
        return taken.add(new Refusal(caller.id(), caller.account(), route));
    }

    /** Takes the next one of the same minute too, since this one wasn't recorded. */
    synchronized void giveBack(Caller caller, Routes.Route route) {
        taken.remove(new Refusal(caller.id(), caller.account(), route));
    }
}
