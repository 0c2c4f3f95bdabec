package io.saltgate.platform.net;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The targets that webhooks may reach.
 *
 * @param allow private targets that everybody may name, also over plain http
 * @param ports what public targets may listen on
 * @param nameServer whom to ask for names; empty for whom the system asks
 */
public record OutboundSettings(AllowList allow, Set<Integer> ports, Optional<InetSocketAddress> nameServer) {

    private static final String ALLOW = "saltgate.webhooks.allow";
    private static final String PORTS = "saltgate.webhooks.ports";
    private static final String NAME_SERVER = "saltgate.webhooks.dns";

    private static final Set<Integer> DEFAULT_PORTS = Set.of(443, 8443);
    private static final int DNS_PORT = 53;

    public OutboundSettings {
        ports = Set.copyOf(ports);
    }

    static OutboundSettings from(Settings settings) {
        return new OutboundSettings(
                allow(settings), ports(settings), settings.find(NAME_SERVER).map(OutboundSettings::nameServer));
    }

    private static AllowList allow(Settings settings) {
        List<AllowList.Entry> entries = new ArrayList<>();
        for (String text : settings.list(ALLOW)) {
            entries.add(AllowList.Entry.parse(text)
                    .orElseThrow(() -> new Settings.InvalidSetting(
                            ALLOW,
                            "has " + text + ", which is neither an address nor a range, with or without a port")));
        }
        return new AllowList(entries);
    }

    private static Set<Integer> ports(Settings settings) {
        List<String> typed = settings.list(PORTS);
        if (typed.isEmpty()) {
            return DEFAULT_PORTS;
        }
        Set<Integer> ports = new TreeSet<>();
        for (String text : typed) {
            ports.add(OutboundUrl.parsePort(text)
                    .orElseThrow(() -> new Settings.InvalidSetting(PORTS, "has " + text + ", which is not a port")));
        }
        return ports;
    }

    private static InetSocketAddress nameServer(String text) {
        AllowList.Entry entry = AllowList.Entry.parse(text)
                .filter(typed -> !typed.range().isMultiple())
                .orElseThrow(
                        () -> new Settings.InvalidSetting(NAME_SERVER, "is not an address, with or without a port"));
        InetAddress address = entry.range().toInetAddress();
        Integer port = entry.port();
        return new InetSocketAddress(address, port == null ? DNS_PORT : port);
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        OutboundSettings settings() {
            return from(Settings.current());
        }
    }
}
