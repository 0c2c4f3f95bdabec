package io.saltgate.operator.web;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.usage.UnattributedCalls.Trouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the calls of the last days say of the configuration of gateways. */
final class GatewayWarnings {

    /**
     * One of them.
     *
     * @param code of its message
     * @param example an address, or the hops of a call
     * @param calls how many there were; 0 if that is not counted
     * @param last when the last came; null if that is not known
     */
    public record Warning(
            String code,
            String example,
            long calls,
            @Nullable Instant last) {}

    private GatewayWarnings() {}

    /** @param addresses that calls were judged by */
    static List<Warning> of(List<Trouble> troubles, List<String> addresses, GatewaySettings settings) {
        List<Warning> warnings = new ArrayList<>();
        troubles.forEach(trouble ->
                warnings.add(new Warning(trouble.kind().name(), trouble.example(), trouble.calls(), trouble.last())));
        List<IPAddress> parsed = addresses.stream()
                .map(IpAddresses::parse)
                .flatMap(Optional::stream)
                .toList();
        // A proxy that says nothing of its callers. One caller on the same network is no rarer, so this only asks.
        if (parsed.size() == 1 && isPrivate(parsed.getFirst())) {
            warnings.add(new Warning("ONE_ADDRESS", addresses.getFirst(), 0, null));
        }
        parsed.stream()
                .filter(settings::isGateway)
                .findFirst()
                .ifPresent(caller -> warnings.add(new Warning("OVERLAP", caller.toCanonicalString(), 0, null)));
        return warnings;
    }

    private static boolean isPrivate(IPAddress address) {
        return address.isLoopback() || address.isLocal();
    }
}
