package io.saltgate.platform.web;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.net.IpAddresses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The address at which people reach the console. Every link, redirect and cookie decision is made from it, never from
 * the Host header, which the client writes.
 *
 * @param origin scheme, host and port: what browsers send as {@code Origin}
 * @param base the path before ours; empty at the root
 */
public record PublicUrl(String origin, String base) {

    private static final int PATH_HASH = 8;

    static PublicUrl from(Settings settings) {
        String key = "saltgate.public.url";
        String port = Optional.ofNullable(System.getenv("PORT")).orElse("8080");
        String text = settings.get(key, "http://localhost:" + port);
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
                throw new Settings.InvalidSetting(key, "is not an http or https address");
            }
            boolean defaultPort = uri.getPort() == -1 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
            String origin =
                    scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + (defaultPort ? "" : ":" + uri.getPort());
            String path = uri.getPath() == null ? "" : uri.getPath();
            return new PublicUrl(origin, path.replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw new Settings.InvalidSetting(key, "is not an http or https address", e);
        }
    }

    public boolean isHttps() {
        return origin.startsWith("https:");
    }

    /** Whether passwords and tokens cross a network that others can read: plain http, but to this machine itself. */
    public boolean isReadableByOthers() {
        String host = URI.create(origin).getHost();
        boolean here = host.equals("localhost")
                || host.endsWith(".localhost")
                || IpAddresses.parse(host.replaceAll("[\\[\\]]", ""))
                        .filter(IPAddress::isLoopback)
                        .isPresent();
        return !isHttps() && !here;
    }

    /**
     * The port, and where there is a base path a hash of it: what tells our cookies from those of another installation
     * on this host.
     */
    String cookieSuffix() {
        int given = URI.create(origin).getPort();
        int port = given >= 0 ? given : isHttps() ? 443 : 80;
        return base.isEmpty()
                ? Integer.toString(port)
                : port + "-" + Hashes.sha256(base).substring(0, PATH_HASH);
    }

    /** The absolute address of a path of ours. */
    public String of(String path) {
        return origin + base + path;
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        PublicUrl publicUrl() {
            return from(Settings.current());
        }
    }
}
