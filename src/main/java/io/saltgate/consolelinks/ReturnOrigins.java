package io.saltgate.consolelinks;

import io.saltgate.platform.Settings;
import io.saltgate.platform.start.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The origins (RFC 6454) of pages that guests may be led back to. A URL is read more strictly than browsers read it, so
 * that both can only find the same host in it: no user, no backslash, nothing invisible, a port within its range.
 *
 * @param origins scheme and host in lower case, without a default port
 */
public record ReturnOrigins(Set<String> origins) {

    private static final String KEY = "saltgate.return.origins";

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_PORT = 65_535;

    /** What a path, query or fragment has, beside what is escaped. */
    private static final String PLAIN = "[0-9A-Za-z._~!$&'()*+,;=:@/?#-]";

    /** RFC 3986, without a user, and with ASCII alone; a host's labels as RFC 1123 has them, or an IPv6 address. */
    private static final Pattern URL =
            Pattern.compile("(?i:(https?)://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
                    + "|\\[[0-9a-f:.]{2,45}\\])(?::([1-9][0-9]{0,4}))?)"
                    + "((?:[/?#]" + PLAIN + "*(?:%[0-9A-Fa-f]{2}" + PLAIN + "*)*)?)");

    public ReturnOrigins {
        origins = Set.copyOf(origins);
    }

    /** @throws Settings.InvalidSetting if one is none */
    static ReturnOrigins from(Settings settings) {
        Set<String> origins = new HashSet<>();
        for (String text : settings.list(KEY)) {
            Matcher url = match(text)
                    .filter(found -> found.group(4).isEmpty() || found.group(4).equals("/"))
                    .orElseThrow(() -> new Settings.InvalidSetting(
                            KEY, "has an entry that isn't an origin such as https://app.example.com: " + text));
            origins.add(origin(url));
        }
        return new ReturnOrigins(origins);
    }

    /** Allows a URL whose origin is one of these; scheme and host of what is returned are in lower case. */
    public Optional<ReturnUrl> allow(String text) {
        return match(text)
                .filter(url -> origins.contains(origin(url)))
                .map(url -> new ReturnUrl(origin(url) + url.group(4)));
    }

    private static Optional<Matcher> match(String text) {
        Matcher url = URL.matcher(text);
        return text.length() <= MAX_LENGTH && url.matches() && hasPort(url) && isUri(text)
                ? Optional.of(url)
                : Optional.empty();
    }

    private static boolean hasPort(Matcher url) {
        return url.group(3) == null || Integer.parseInt(url.group(3)) <= MAX_PORT;
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String origin(Matcher url) {
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        String port = url.group(3);
        boolean plain = port == null || port.equals(scheme.equals("https") ? "443" : "80");
        return scheme + "://" + url.group(2).toLowerCase(Locale.ROOT) + (plain ? "" : ":" + port);
    }

    @ApplicationScoped
    static class Producer {

        /** Refuses an invalid origin at start-up, not at the first call. */
        void check(@Observes Startup.Started started) {
            from(Settings.current());
        }

        @Produces
        ReturnOrigins origins() {
            return from(Settings.current());
        }
    }
}
