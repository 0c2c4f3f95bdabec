package io.saltgate.whitelist.web;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.whitelist.IpRange;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address that a person at the console calls from, for "List my address". It is not offered if it may be a
 * proxy's: adding that would let everyone behind the proxy call.
 */
@Dependent
public class OwnAddress {

    /**
     * What is known of it.
     *
     * @param range the address, if it may be added
     * @param complaint the key of the message that says why not; null if it may
     * @param seen what is seen, or {@code -}
     */
    public record Seen(Optional<IpRange> range, @Nullable String complaint, String seen) {}

    private final GatewaySettings gateways;

    @Inject
    public OwnAddress(GatewaySettings gateways) {
        this.gateways = gateways;
    }

    Seen of(HttpServletRequest request) {
        Optional<IPAddress> address = ClientAddress.of(request, gateways);
        if (address.isEmpty()) {
            return new Seen(Optional.empty(), "whitelist.own.unknown", "-");
        }
        String text = address.get().toCanonicalString();
        // Behind a configured gateway a private address is the caller's own, on an intranet; else it is some proxy's.
        if (!ClientAddress.isBehindGateway(request, gateways) && (isPrivate(address.get()) || isForwarded(request))) {
            return new Seen(Optional.empty(), "whitelist.own.private", text);
        }
        return new Seen(Optional.of(IpRange.of(text)), null, text);
    }

    /** No browser sends this header: it is from a proxy that isn't configured. */
    private boolean isForwarded(HttpServletRequest request) {
        return Stream.of("X-Forwarded-For", "Forwarded", gateways.addressHeader())
                .anyMatch(header -> request.getHeader(header) != null);
    }

    private static boolean isPrivate(IPAddress address) {
        return address.isLoopback()
                || address.isLinkLocal()
                || address.isLocal()
                || address.isAnyLocal()
                || address.isIPv4() && IpRange.of("100.64.0.0/10").contains(address);
    }
}
