package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.ArrayList;
import java.util.List;

/**
 * The proxies that are believed about the client's address, and the header that carries it.
 *
 * @param gateways addresses and ranges
 * @param addressHeader {@code X-Forwarded-For}, {@code Forwarded}, or one named header that holds one address
 */
public record GatewaySettings(List<IPAddress> gateways, String addressHeader) {

    public GatewaySettings {
        gateways = List.copyOf(gateways);
    }

    static GatewaySettings from(Settings settings) {
        List<IPAddress> gateways = new ArrayList<>();
        for (String text : settings.list("saltgate.gateways")) {
            gateways.add(IpAddresses.parseRange(text)
                    .filter(range -> !range.hasHostBits())
                    .orElseThrow(() -> new Settings.InvalidSetting(
                            "saltgate.gateways", "has " + text + ", which is neither an address nor a range"))
                    .block());
        }
        String header = settings.get("saltgate.client.address.header", "X-Forwarded-For");
        if (!header.matches("[0-9A-Za-z-]{1,64}")) {
            throw new Settings.InvalidSetting("saltgate.client.address.header", "is not a header's name");
        }
        return new GatewaySettings(gateways, header);
    }

    /** Whether what this address says of others is believed. */
    public boolean isGateway(IPAddress address) {
        for (IPAddress gateway : gateways) {
            if (gateway.contains(address)) {
                return true;
            }
        }
        return false;
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        GatewaySettings settings() {
            return from(Settings.current());
        }
    }
}
