package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL that webhooks are to be sent to: http or https in one spelling, of which no two readers can think
 * differently. RFC 3986 with its doubtful parts left out: no user info, no fragment, no percent escapes in the host, no
 * host that some reader takes for an address and another for a name.
 *
 * <p>Scheme and host are in lower case, the scheme's own port is left out, an address is in canonical form. Whether it
 * may be reached is {@link OutboundGuard}'s question.
 */
public final class OutboundUrl {

    /** The longest text, as typed and as kept. */
    public static final int MAX_LENGTH = 2000;

    /** The reasons why a text is refused. */
    public enum Complaint {
        EMPTY("url.empty"),
        TOO_LONG("url.long"),
        /** Blanks, what is not ASCII, or what RFC 3986 has no place for: it needs a percent escape. */
        CHARACTERS("url.characters"),
        /** Does not begin with a scheme and {@code ://}. */
        NOT_A_URL("url.form"),
        /** Neither http nor https. */
        SCHEME("url.scheme"),
        USER_INFO("url.user"),
        FRAGMENT("url.fragment"),
        /** Neither a host name of RFC 1123 nor an address as {@link IpAddresses} reads it. */
        HOST("url.host"),
        PORT("url.port");

        private final String code;

        Complaint(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** The result of parsing a text. */
    public sealed interface Parsed {
        record Ok(OutboundUrl url) implements Parsed {}

        record Bad(Complaint complaint) implements Parsed {}
    }

    private static final Pattern FORM =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/?#]*)(?<rest>.*)");
    private static final Pattern VISIBLE = Pattern.compile("[!-~&&[^\"<>\\\\^`{|}]]+");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final Pattern AUTHORITY =
            Pattern.compile("(?:(?<name>[^:\\[\\]]*)|\\[(?<ipv6>[^\\[\\]]*)\\])(?<port>:.*)?");
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern PATH_AND_QUERY = Pattern.compile("[^\\[\\]#]*");

    private static final int MAX_NAME = 253;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    // A last label that begins with a digit may be a number to other readers: 127.1, 0x7f.1, 1.2.3.4a.
    private static final Pattern NAME = Pattern.compile("(?:" + LABEL + "\\.)*(?![0-9])" + LABEL);

    private final String scheme;
    private final String host;
    private final int port;
    private final String pathAndQuery;
    private final String text;

    private OutboundUrl(String scheme, String host, int port, String pathAndQuery) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.pathAndQuery = pathAndQuery;
        this.text = scheme + "://" + authority(scheme, host, port) + pathAndQuery;
    }

    /** Reads what was typed; never throws. */
    public static Parsed parse(String typed) {
        if (typed.isBlank()) {
            return new Parsed.Bad(Complaint.EMPTY);
        }
        if (typed.length() > MAX_LENGTH) {
            return new Parsed.Bad(Complaint.TOO_LONG);
        }
        if (!VISIBLE.matcher(typed).matches() || BAD_ESCAPE.matcher(typed).find()) {
            return new Parsed.Bad(Complaint.CHARACTERS);
        }
        Matcher form = FORM.matcher(typed);
        if (!form.matches()) {
            return new Parsed.Bad(Complaint.NOT_A_URL);
        }
        String scheme = form.group("scheme").toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return new Parsed.Bad(Complaint.SCHEME);
        }
        return parse(scheme, form.group("authority"), form.group("rest"));
    }

    private static Parsed parse(String scheme, String authority, String rest) {
        if (authority.indexOf('@') >= 0) {
            return new Parsed.Bad(Complaint.USER_INFO);
        }
        if (rest.indexOf('#') >= 0) {
            return new Parsed.Bad(Complaint.FRAGMENT);
        }
        Matcher parts = AUTHORITY.matcher(authority);
        Optional<String> host =
                parts.matches() ? parseHost(parts.group("name"), parts.group("ipv6")) : Optional.empty();
        if (host.isEmpty()) {
            return new Parsed.Bad(Complaint.HOST);
        }
        String typedPort = parts.group("port");
        OptionalInt port = typedPort == null ? OptionalInt.of(ownPort(scheme)) : parsePort(typedPort.substring(1));
        if (port.isEmpty()) {
            return new Parsed.Bad(Complaint.PORT);
        }
        if (!PATH_AND_QUERY.matcher(rest).matches()) {
            return new Parsed.Bad(Complaint.CHARACTERS);
        }
        OutboundUrl url =
                new OutboundUrl(scheme, host.get(), port.getAsInt(), rest.startsWith("/") ? rest : "/" + rest);
        return url.text.length() > MAX_LENGTH ? new Parsed.Bad(Complaint.TOO_LONG) : new Parsed.Ok(url);
    }

    /** One of the two is null: which, the brackets have told. */
    private static Optional<String> parseHost(@Nullable String name, @Nullable String ipv6) {
        if (name == null) {
            return Optional.ofNullable(ipv6)
                    .filter(text -> text.indexOf(':') >= 0)
                    .flatMap(IpAddresses::parse)
                    .map(IPAddress::toCanonicalString);
        }
        Optional<IPAddress> address = IpAddresses.parse(name);
        if (address.isPresent()) {
            return address.map(IPAddress::toCanonicalString);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.length() <= MAX_NAME && NAME.matcher(lower).matches() ? Optional.of(lower) : Optional.empty();
    }

    /** A port from 1 to 65535 in decimal digits, without leading zeros. */
    static OptionalInt parsePort(String text) {
        if (!PORT.matcher(text).matches()) {
            return OptionalInt.empty();
        }
        int port = Integer.parseInt(text);
        return port > 65535 ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static int ownPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static String authority(String scheme, String host, int port) {
        String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == ownPort(scheme) ? bracketed : bracketed + ":" + port;
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return scheme;
    }

    /** Whether it is without TLS. */
    public boolean isPlain() {
        return scheme.equals("http");
    }

    /** A name, or an address without brackets. */
    public String host() {
        return host;
    }

    /** The host, if it is an address. */
    public Optional<IPAddress> address() {
        return IpAddresses.parse(host);
    }

    /** The port to connect to, also if the scheme gives it. */
    public int port() {
        return port;
    }

    /** The target of the request line: at least {@code /}. */
    public String pathAndQuery() {
        return pathAndQuery;
    }

    /** The part that may be logged: without path and query, which often contain a secret. */
    public String origin() {
        return scheme + "://" + authority(scheme, host, port);
    }

    /** The whole URL, in the form to keep. It may hold a secret: log {@link #origin()}. */
    @Override
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof OutboundUrl url && text.equals(url.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
