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

/**
 * Which address a call comes from. The peer's, unless the peer is a gateway: then the configured header's lines are
 * joined in their order and walked from the right, over gateways, to the first address that is not one. Whatever the
 * client wrote further left is never looked at.
 */
public final class ClientAddress {

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
        for (String hop : hopsFromTheRight(lines, settings.addressHeader())) {
            Optional<IPAddress> address = parseHop(hop);
            if (address.isEmpty() || !settings.isGateway(address.get())) {
                return address;
            }
        }
        return Optional.empty();
    }

    /** The client's address of a request, by the lines of its configured header. */
    public static Optional<IPAddress> of(HttpServletRequest request, GatewaySettings settings) {
        return of(request.getRemoteAddr(), Collections.list(request.getHeaders(settings.addressHeader())), settings);
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
        boolean rfc7239 = header.equalsIgnoreCase("Forwarded");
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
