package io.saltgate.cli.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.cli.output.CommandFailed;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where Saltgate is, and the addresses of its API's calls. */
public final class ServerUrl {

    private static final String API = "/api/v1";
    private static final Set<String> OWN_MACHINE = Set.of("localhost", "[::1]");

    private final String base;
    private final boolean isPlainAway;

    private ServerUrl(URI uri, String path) {
        this.base = uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority() + path;
        this.isPlainAway = uri.getScheme().equalsIgnoreCase("http")
                && !OWN_MACHINE.contains(uri.getHost().toLowerCase(Locale.ROOT))
                && !uri.getHost().matches("127\\.[0-9.]+");
    }

    /** @param text a URL with or without {@code /api/v1} at its end */
    public static ServerUrl parse(String text) {
        URI uri = find(text);
        if (uri == null
                || uri.getHost() == null
                || !("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw CommandFailed.usage(
                    "The server's URL isn't valid: use one like https://saltgate.example.org in --url or SALTGATE_URL.");
        }
        if (uri.getRawUserInfo() != null) {
            throw CommandFailed.usage("The server's URL can't contain a user name or password.");
        }
        String path = uri.getRawPath().replaceAll("/+$", "");
        return new ServerUrl(uri, path.endsWith(API) ? path.substring(0, path.length() - API.length()) : path);
    }

    private static @Nullable URI find(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** The address of a call. */
    URI of(Call call) {
        return URI.create(base + API + call.pathAndQuery());
    }

    /** Whether a key would travel unencrypted to another machine. */
    public boolean isPlainAway() {
        return isPlainAway;
    }

    /** A part of a path: what is typed reaches no other call. */
    public static String segment(String text) {
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw CommandFailed.usage("A name or id can't be empty, '.' or '..'.");
        }
        return encode(text);
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }

    @Override
    public String toString() {
        return base;
    }
}
