package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which address a call comes from. The peer's, unless the peer is a gateway: then the configured header's lines
 * are walked from the last and from the right, over gateways, to the first address that is not one. Whatever the
 * client wrote further left is never looked at.
 */
public final class ClientAddress {

    /** The role of a hop. */
    public enum Standing {
        /** A gateway: its word on the hop before it counts. */
        GATEWAY,
        /** The client. */
        CLIENT,
        /** Not an address, where one is required. */
        NO_ADDRESS,
        /** Further from us than the client is, or than what can't be read: anybody may have written it. */
        NOT_BELIEVED
    }

    /** One of the addresses that a call claims to have come through, as written. */
    public record Hop(String text, Standing standing) {}

    /** The reason for the address, or why it can't be determined. */
    public enum Ground {
        /** The peer isn't a gateway, so the header is ignored. */
        PEER,
        /** Named by a gateway. */
        NAMED,
        /** The peer is a gateway and sent no header, or one that is far too long. */
        NOT_SENT,
        ONLY_GATEWAYS,
        NO_ADDRESS
    }

    /**
     * How the address was come by.
     *
     * @param hops from the peer on, away from us
     * @param client null if it can't be determined
     */
    public record Trace(List<Hop> hops, @Nullable IPAddress client, Ground ground) {}

    private static final int MAX_HEADER = 8192;
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern ESCAPED = Pattern.compile("\\\\.", Pattern.DOTALL);
    private static final int MAX_PORT = 65_535;
    private static final String PORT = "(?<port>[1-9][0-9]{0,4})";
    private static final Pattern BRACKETED = Pattern.compile("\\[(?<address>[^\\]]*:[^\\]]*)\\](?::" + PORT + ")?");
    private static final Pattern IPV4_WITH_PORT = Pattern.compile("(?<address>[0-9.]+):" + PORT);

    private ClientAddress() {}

    /**
     * @param peer as the server reports it
     * @param lines of the configured header, in their order
     * @return empty if it can't be determined: nothing sent, nothing but gateways, or something that is not an address
     */
    public static Optional<IPAddress> of(String peer, List<String> lines, GatewaySettings settings) {
        Optional<IPAddress> direct = IpAddresses.parse(withoutZone(peer));
        if (direct.isEmpty() || !settings.isGateway(direct.get())) {
            return direct;
        }
        IPAddress named = lines.size() == 1 && !isForwarded(settings.addressHeader())
                ? plainClient(lines.getFirst(), settings)
                : null;
        return named == null ? Optional.ofNullable(trace(peer, lines, settings).client()) : Optional.of(named);
    }

    /**
     * What {@link #trace} finds in nearly every call: one line of addresses and nothing else. Null for whatever is not
     * so plain.
     */
    private static @Nullable IPAddress plainClient(String line, GatewaySettings settings) {
        if (line.length() > MAX_HEADER) {
            return null;
        }
        for (int end = line.length(); end >= 0; ) {
            int comma = line.lastIndexOf(',', end - 1);
            Optional<IPAddress> address =
                    IpAddresses.parse(line.substring(comma + 1, end).strip());
            if (address.isEmpty() || !settings.isGateway(address.get())) {
                return address.orElse(null);
            }
            end = comma;
        }
        return null;
    }

    /** As {@link #of(String, List, GatewaySettings)}, with all that was looked at on the way. */
    public static Trace trace(String peer, List<String> lines, GatewaySettings settings) {
        List<Hop> hops = new ArrayList<>();
        IPAddress client = null;
        Ground ground = null;
        boolean fromHeader = false;
        List<String> sent = hopsFromTheRight(lines, settings.addressHeader());
        List<String> all = new ArrayList<>(sent);
        all.addFirst(withoutZone(peer));
        for (String text : all) {
            if (ground != null) {
                hops.add(new Hop(text, Standing.NOT_BELIEVED));
                continue;
            }
            Optional<IPAddress> address = fromHeader ? parseHop(text) : IpAddresses.parse(text);
            if (address.isEmpty()) {
                hops.add(new Hop(text, Standing.NO_ADDRESS));
                ground = Ground.NO_ADDRESS;
            } else if (settings.isGateway(address.get())) {
                hops.add(new Hop(text, Standing.GATEWAY));
            } else {
                hops.add(new Hop(text, Standing.CLIENT));
                client = address.get();
                ground = fromHeader ? Ground.NAMED : Ground.PEER;
            }
            fromHeader = true;
        }
        if (ground == null) {
            ground = sent.isEmpty() ? Ground.NOT_SENT : Ground.ONLY_GATEWAYS;
        }
        return new Trace(hops, client, ground);
    }

    /** The client's address of a request, by the lines of its configured header. */
    public static Optional<IPAddress> of(HttpServletRequest request, GatewaySettings settings) {
        return of(request.getRemoteAddr(), Collections.list(request.getHeaders(settings.addressHeader())), settings);
    }

    /** The same up to the prefix that one subscriber has, for counting; empty if the address isn't known. */
    public static Optional<String> subscriber(HttpServletRequest request, GatewaySettings settings) {
        return of(request, settings).map(IpAddresses::subscriber).map(IPAddress::toCanonicalString);
    }

    /** Traces how the address of a request was determined. */
    public static Trace trace(HttpServletRequest request, GatewaySettings settings) {
        return trace(request.getRemoteAddr(), Collections.list(request.getHeaders(settings.addressHeader())), settings);
    }

    /** Whether a configured gateway passed the request on, so that its word on the address counts. */
    public static boolean isBehindGateway(HttpServletRequest request, GatewaySettings settings) {
        return IpAddresses.parse(withoutZone(request.getRemoteAddr()))
                .filter(settings::isGateway)
                .isPresent();
    }

    private static List<String> hopsFromTheRight(List<String> lines, String header) {
        int length = lines.stream().mapToInt(String::length).sum();
        if (length > MAX_HEADER || lines.stream().allMatch(String::isBlank)) {
            return List.of();
        }
        boolean rfc7239 = isForwarded(header);
        List<String> hops = new ArrayList<>();
        for (String line : lines.reversed()) {
            for (String element : splitFromTheRight(line, ',', rfc7239)) {
                hops.add(rfc7239 ? forParameter(element) : element.strip());
            }
        }
        return hops;
    }

    /**
     * The {@code for} of one element of RFC 7239, section 4; blank, and so no address, if it has not exactly one or is
     * malformed.
     */
    private static String forParameter(String element) {
        String found = null;
        for (String pair : splitFromTheRight(element, ';', true)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).strip();
            String value = pair.substring(equals + 1).strip();
            if (!TOKEN.matcher(name).matches() || !isUnquoted(value) && !isQuoted(value)) {
                return "";
            }
            if (name.equalsIgnoreCase("for")) {
                if (found != null) {
                    return "";
                }
                found = isQuoted(value) ? value.substring(1, value.length() - 1) : value;
            }
        }
        return found == null ? "" : found;
    }

    private static boolean isUnquoted(String value) {
        return value.indexOf('"') < 0;
    }

    private static boolean isQuoted(String value) {
        return value.length() >= 2
                && value.startsWith("\"")
                && value.endsWith("\"")
                && ESCAPED.matcher(value.substring(1, value.length() - 1))
                        .replaceAll("")
                        .chars()
                        .noneMatch(c -> c == '"' || c == '\\');
    }

    private static boolean isForwarded(String header) {
        return header.equalsIgnoreCase("Forwarded");
    }

    /**
     * The parts from the last to the first. Quotes are matched from the right too: one that the client left open must
     * not swallow what a gateway appended.
     */
    private static List<String> splitFromTheRight(String text, char separator, boolean quotes) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int end = text.length();
        for (int i = end - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '"' && quotes) {
                quoted = !quoted || isEscaped(text, i);
            } else if (c == separator && !quoted) {
                parts.add(text.substring(i + 1, end));
                end = i;
            }
        }
        parts.add(text.substring(0, end));
        return parts;
    }

    private static boolean isEscaped(String text, int index) {
        int start = index;
        while (start > 0 && text.charAt(start - 1) == '\\') {
            start--;
        }
        return (index - start) % 2 == 1;
    }

    /**
     * An address, alone or with a port as some proxies write it: {@code 203.0.113.7:58290}, {@code [2001:db8::1]:80}.
     */
    private static Optional<IPAddress> parseHop(String hop) {
        Optional<IPAddress> alone = IpAddresses.parse(hop);
        return alone.isPresent() ? alone : parseHopWithPort(hop);
    }

    private static Optional<IPAddress> parseHopWithPort(String hop) {
        Matcher written = BRACKETED.matcher(hop);
        if (!written.matches()) {
            written = IPV4_WITH_PORT.matcher(hop);
        }
        return written.matches() && isPort(written.group("port"))
                ? IpAddresses.parse(written.group("address"))
                : Optional.empty();
    }

    /** None, or a number from 1 to 65535: what can't be a port makes the rest of the element doubtful too. */
    private static boolean isPort(@Nullable String port) {
        return port == null || Integer.parseInt(port) <= MAX_PORT;
    }

    /** The server may add the zone of a link-local peer. */
    private static String withoutZone(String peer) {
        int percent = peer.indexOf('%');
        return percent < 0 ? peer : peer.substring(0, percent);
    }
}
