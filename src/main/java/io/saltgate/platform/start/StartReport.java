package io.saltgate.platform.start;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.Settings;
import io.saltgate.platform.net.IpAddresses;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Warns at start about a set-up that works and isn't safe. */
final class StartReport {

    private static final System.Logger LOG = System.getLogger(StartReport.class.getName());

    /** A token that is revoked in an emergency should not work for longer. */
    private static final Duration LONG_BOUND = Duration.ofSeconds(10);

    private StartReport() {}

    static void warn(Settings settings) {
        list(settings).forEach(line -> LOG.log(System.Logger.Level.WARNING, line));
    }

    /** A sentence for each thing; the key ring's rights are judged where it is read. */
    static List<String> list(Settings settings) {
        List<String> lines = new ArrayList<>();
        String url = settings.get("saltgate.public.url", "http://localhost");
        boolean https = url.startsWith("https://");
        if (!https && !isLoopback(url)) {
            lines.add("saltgate.public.url is " + url + ": others on the network can read passwords and Auth Tokens."
                    + " Put a proxy with TLS before Saltgate");
        }
        if (https && settings.find("saltgate.gateways").isEmpty()) {
            lines.add("saltgate.public.url is https, so a proxy is in between, but saltgate.gateways names none:"
                    + " whitelists would judge the proxy's address. Operator > Gateway check shows what it sends");
        }
        Duration bound = settings.duration("saltgate.gate.bound", Duration.ofSeconds(1));
        if (bound.compareTo(LONG_BOUND) > 0) {
            lines.add("saltgate.gate.bound is " + bound
                    + ": a revoked token may work for that long while the database is" + " out of reach");
        }
        return lines;
    }

    private static boolean isLoopback(String url) {
        try {
            String host = String.valueOf(URI.create(url).getHost());
            return host.equals("localhost")
                    || host.endsWith(".localhost")
                    || IpAddresses.parse(host.replaceAll("[\\[\\]]", ""))
                            .filter(IPAddress::isLoopback)
                            .isPresent();
        } catch (IllegalArgumentException e) {
            return true; // refused elsewhere
        }
    }
}
