package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which address a call comes from. The peer's, unless the peer is a gateway: then the configured header's lines are
 * joined in their order and walked from the right, over gateways, to the first address that is not one. Whatever the
 * client wrote further left is never looked at.
 */
public final class ClientAddress {

    /** What a hop counts for. */
    public enum Standing {
        /** A gateway: its word on the hop before it counts. */
        GATEWAY,
        /** The client. */
        CLIENT,
        /** Not an address, where one would have to stand. */
        NO_ADDRESS,
        /** Further from us than the client is, or than what can't be read: anybody may have written it. */
        NOT_BELIEVED
    }

    /** One of the addresses that a call says it came over, as written. */
    public record Hop(String text, Standing standing) {}

    /** Why the address is what it is, or can't be told. */
    public enum Ground {
        /** No gateway is between; whatever the header says doesn't count. */
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
     * @param client null if it can't be told
     */
    public record Trace(List<Hop> hops, @Nullable IPAddress client, Ground ground) {}

    private static final int MAX_HEADER = 8192;
    private static final Pattern BRACKETED = Pattern.compile("\\[([^\\]]*)\\](?::[0-9]{1,5})?");
    private static final Pattern IPV4_WITH_PORT = Pattern.compile("([0-9.]+):[0-9]{1,5}");

    private ClientAddress() {}

    /**
     * @param peer as the server reports it
     * @param lines of the configured header, in their order
     * @return empty if it can't be told: nothing sent, nothing but gateways, or something that is not an address
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

    /** What {@link #trace} finds in nearly every call: one line of addresses and nothing else. Null for whatever is not so plain. */
    private static @Nullable IPAddress plainClient(String line, GatewaySettings settings) {
        if (line.length() > MAX_HEADER || line.indexOf('"') >= 0) {
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

    /** How the address of a request was come by. */
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
        String joined = String.join(",", lines);
        if (joined.isBlank() || joined.length() > MAX_HEADER) {
            return List.of();
        }
        List<String> hops = new ArrayList<>();
        boolean rfc7239 = isForwarded(header);
        for (String element : splitOutsideQuotes(joined, ',')) {
            hops.add(rfc7239 ? forParameter(element) : element.strip());
        }
        Collections.reverse(hops);
        return hops;
    }

    /** The {@code for} of one element of RFC 7239, section 4; blank, and so no address, if it has not exactly one. */
    private static String forParameter(String element) {
        String found = "";
        for (String pair : splitOutsideQuotes(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && pair.substring(0, equals)
                            .strip()
                            .toLowerCase(Locale.ROOT)
                            .equals("for")) {
                if (!found.isEmpty()) {
                    return "";
                }
                String value = pair.substring(equals + 1).strip();
                boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
                found = quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return found;
    }

    private static boolean isForwarded(String header) {
        return header.equalsIgnoreCase("Forwarded");
    }

    private static List<String> splitOutsideQuotes(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** An address, alone or with a port as some proxies write it: {@code 203.0.113.7:58290}, {@code [2001:db8::1]:80}. */
    private static Optional<IPAddress> parseHop(String hop) {
        Optional<IPAddress> alone = IpAddresses.parse(hop);
        return alone.isPresent() ? alone : parseHopWithPort(hop);
    }

    private static Optional<IPAddress> parseHopWithPort(String hop) {
        Matcher bracketed = BRACKETED.matcher(hop);
        if (bracketed.matches()) {
            return bracketed.group(1).indexOf(':') < 0 ? Optional.empty() : IpAddresses.parse(bracketed.group(1));
        }
        Matcher withPort = IPV4_WITH_PORT.matcher(hop);
        return withPort.matches() ? IpAddresses.parse(withPort.group(1)) : Optional.empty();
    }

    /** The server may add the zone of a link-local peer. */
    private static String withoutZone(String peer) {
        int percent = peer.indexOf('%');
        return percent < 0 ? peer : peer.substring(0, percent);
    }
}
