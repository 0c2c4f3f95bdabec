package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.ClientAddress.Standing;
import io.saltgate.platform.net.ClientAddress.Trace;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.usage.AddressTrouble;
import io.saltgate.usage.Outcome;
import io.saltgate.usage.RefusedCall;
import io.saltgate.usage.UsageRecorder;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records the outcome of each call for its account, and what helps the account or the operator to find out why it was
 * refused.
 */
final class CallRecorder {

    /** Headers in which gateways report the caller's request. */
    private static final List<String> METHODS = List.of("X-Forwarded-Method", "X-Original-Method");

    private static final List<String> PATHS = List.of("X-Forwarded-Uri", "X-Original-URI", "X-Original-URL");

    private final UsageRecorder usage;
    private final GatewaySettings gateways;

    CallRecorder(UsageRecorder usage, GatewaySettings gateways) {
        this.usage = usage;
        this.gateways = gateways;
    }

    void record(HttpServletRequest request, Decision decision, @Nullable IPAddress address) {
        switch (decision) {
            case Decision.Allowed allowed -> usage.allowed(allowed.state().calls(), address, allowed.wouldRefuse());
            case Decision.Refused refused -> record(request, refused, address);
        }
        if (address == null) {
            recordTrouble(ClientAddress.trace(request, gateways));
        } else if (isLocal(address) && request.getHeader(gateways.addressHeader()) != null) {
            Trace trace = ClientAddress.trace(request, gateways);
            if (trace.ground() == ClientAddress.Ground.PEER) {
                usage.troubled(AddressTrouble.UNCONFIGURED_PROXY, () -> text(trace));
            }
        }
    }

    private void record(HttpServletRequest request, Decision.Refused refused, @Nullable IPAddress address) {
        TokenOwner owner = refused.owner();
        if (owner == null) {
            usage.refusedUnattributed(address, outcome(refused), () -> describe(request));
        } else {
            usage.refused(owner.accountId(), owner.tokenId(), address, outcome(refused), () -> describe(request));
        }
    }

    private void recordTrouble(Trace trace) {
        AddressTrouble trouble = switch (trace.ground()) {
            case NOT_SENT -> AddressTrouble.NOT_SENT;
            case ONLY_GATEWAYS -> AddressTrouble.ONLY_GATEWAYS;
            default -> AddressTrouble.NO_ADDRESS;
        };
        usage.troubled(trouble, () -> text(trace));
    }

    static Outcome outcome(Decision.Refused refused) {
        return refused.refusal() == Refusal.TOKEN_UNKNOWN && refused.owner() != null
                ? Outcome.TOKEN_RETIRED
                : Outcome.valueOf(refused.refusal().name());
    }

    private RefusedCall describe(HttpServletRequest request) {
        Trace trace = ClientAddress.trace(request, gateways);
        boolean believed = trace.hops().getFirst().standing() == Standing.GATEWAY;
        String path = believed ? first(request, PATHS) : "";
        int query = path.indexOf('?');
        return new RefusedCall(
                text(trace),
                believed ? first(request, METHODS) : "",
                query < 0 ? path : path.substring(0, query),
                first(request, List.of("User-Agent")));
    }

    private static String first(HttpServletRequest request, List<String> headers) {
        for (String header : headers) {
            String value = request.getHeader(header);
            if (value != null) {
                return value;
            }
        }
        return "";
    }

    /** The hops as text, such as {@code 10.0.0.7 (gateway) < 203.0.113.9 (client) < 1.1.1.1 (not believed)}. */
    static String text(Trace trace) {
        return RefusedCall.cut(
                trace.hops().stream()
                        .map(hop -> (hop.text().isEmpty() ? "-" : hop.text()) + " (" + name(hop.standing()) + ")")
                        .collect(Collectors.joining(" < ")),
                RefusedCall.MAX_HOPS);
    }

    private static String name(Standing standing) {
        return switch (standing) {
            case GATEWAY -> "gateway";
            case CLIENT -> "client";
            case NO_ADDRESS -> "no address";
            case NOT_BELIEVED -> "not believed";
        };
    }

    /** Whether an address is one that no client on the internet has. */
    private static boolean isLocal(IPAddress address) {
        return address.isLoopback() || address.isLocal();
    }
}
