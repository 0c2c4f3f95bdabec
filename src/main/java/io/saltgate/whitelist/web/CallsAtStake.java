package io.saltgate.whitelist.web;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.usage.Outsiders;
import io.saltgate.usage.Usage;
import io.saltgate.usage.Usage.CallerLine;
import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.Whitelists;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Counts the calls of the last days that a change of the list would have refused. */
@Dependent
public class CallsAtStake {

    /** The number of refused addresses that a page names. */
    private static final int MAX_OUTSIDERS = 20;

    private final Usage usage;
    private final Clock clock;

    @Inject
    public CallsAtStake(Usage usage, Clock clock) {
        this.usage = usage;
        this.clock = clock;
    }

    /** Finds the callers that these ranges would have refused, had they been enforced. */
    Outsiders outside(Caller caller, List<IpRange> ranges) {
        return Outsiders.of(usage.getCallers(caller, Outsiders.DAYS), holds(ranges), MAX_OUTSIDERS);
    }

    /** Finds all callers whose calls were allowed. */
    Outsiders all(Caller caller) {
        return outside(caller, List.of());
    }

    /** The calls that enforcing a list would stop, if it would stop them all. */
    Optional<Outsiders> ifEnforcedStopsAll(Caller caller, Whitelists.View view) {
        List<IpRange> living = view.living(clock.instant());
        if (view.mode() == Whitelist.Mode.ENFORCED) {
            return Optional.empty();
        }
        Outsiders outside = outside(caller, living);
        return Optional.of(outside).filter(calls -> living.isEmpty() || calls.areAll());
    }

    /** The calls that another list would stop, if the present one is enforced and it would stop them all. */
    Optional<Outsiders> ifReplacedStopsAll(Caller caller, Whitelists.View view, List<IpRange> wanted) {
        List<IpRange> living = view.living(clock.instant());
        if (view.mode() != Whitelist.Mode.ENFORCED || living.isEmpty()) {
            return Optional.empty();
        }
        Predicate<IPAddress> mayCall = holds(living);
        List<CallerLine> callers = usage.getCallers(caller, Outsiders.DAYS).stream()
                .filter(line ->
                        IpAddresses.parse(line.address()).filter(mayCall).isPresent())
                .toList();
        Outsiders outside = Outsiders.of(callers, holds(wanted), MAX_OUTSIDERS);
        return Optional.of(outside).filter(calls -> wanted.isEmpty() || calls.areAll());
    }

    private Predicate<IPAddress> holds(List<IpRange> ranges) {
        AddressMatcher list = AddressMatcher.of(ranges);
        Instant now = clock.instant();
        return address -> list.matches(address, now);
    }
}
