package io.saltgate.platform.net;

import inet.ipaddr.AddressStringParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv4.IPv4Address;
import inet.ipaddr.ipv6.IPv6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one parser for addresses and ranges that are typed or come in a header: dotted decimal without leading zeros
 * (RFC 6943, section 3.1.1, "strict"), and the IPv6 text form of RFC 4291, section 2.2, without a zone.
 *
 * <p>IPv4-mapped IPv6 addresses are unmapped, so that one host is one address. No name is ever looked up.
 */
public final class IpAddresses {

    /** The longest text of an address: IPv6 with an embedded IPv4 part. */
    public static final int MAX_ADDRESS = 45;

    private static final int IPV6_SUBSCRIBER = 64;
    private static final int MAX_IPV4 = 15;
    private static final int NO_DIGIT = -1;

    // The library's strictest profile still takes blanks, line ends and host bits, so a plain pattern asks first.
    private static final String EMBEDDED_IPV4 = "(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}";
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}|[0-9A-Fa-f:]{1,30}:" + EMBEDDED_IPV4);
    private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    private static final IPAddressStringParameters STRICT = strict();
    private static final IPAddressGenerator FROM_BYTES = new IPAddressGenerator();

    private IpAddresses() {}

    /** One address, unmapped; empty if the text is anything else. */
    public static Optional<IPAddress> parse(String text) {
        return text.length() <= MAX_IPV4 && text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    /** Converts an address that was resolved or that this machine has; its zone is ignored. */
    public static IPAddress of(InetAddress address) {
        IPAddress read = FROM_BYTES.from(address);
        return read.isIPv6() ? unmap(new IPv6Address(read.getBytes())) : read;
    }

    /** Every call that a gateway asks about has one or two of these, so they are read without the library's detours. */
    private static Optional<IPAddress> parseIpv4(String text) {
        int address = 0;
        int part = NO_DIGIT;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' && part != 0) {
                part = (part == NO_DIGIT ? 0 : part * 10) + c - '0';
                if (part > 255) {
                    return Optional.empty();
                }
            } else if (c == '.' && part != NO_DIGIT && dots < 3) {
                address = address << 8 | part;
                part = NO_DIGIT;
                dots++;
            } else {
                return Optional.empty();
            }
        }
        return dots == 3 && part != NO_DIGIT ? Optional.of(new IPv4Address(address << 8 | part)) : Optional.empty();
    }

    private static Optional<IPAddress> parseIpv6(String text) {
        if (text.length() > MAX_ADDRESS || !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        IPAddress address = new IPAddressString(text, STRICT).getAddress();
        return address == null || address.isMultiple() || address.isPrefixed()
                ? Optional.empty()
                : Optional.of(unmap(address));
    }

    /** An address and the length of the prefix behind it, as typed. */
    public record Prefixed(IPAddress address, int length) {

        /** All addresses with this prefix. */
        public IPAddress block() {
            return address.toPrefixBlock(length);
        }

        /** Whether the address is not the first of its block: {@code 192.168.1.67/24}. */
        public boolean hasHostBits() {
            return length < address.getBitCount() && !address.isZeroHost(length);
        }
    }

    /** An address or a range in prefix form; empty if it is neither, or a mapped range wider than IPv4 itself. */
    public static Optional<Prefixed> parseRange(String text) {
        int slash = text.indexOf('/');
        String head = slash < 0 ? text : text.substring(0, slash);
        Optional<IPAddress> typed = parse(head);
        if (typed.isEmpty() || slash < 0) {
            return typed.map(address -> new Prefixed(address, address.getBitCount()));
        }
        String length = text.substring(slash + 1);
        if (!PREFIX_LENGTH.matcher(length).matches()) {
            return Optional.empty();
        }
        IPAddress address = typed.get();
        boolean wasMapped = address.isIPv4() && head.indexOf(':') >= 0;
        int bits = Integer.parseInt(length) - (wasMapped ? IPv6Address.BIT_COUNT - address.getBitCount() : 0);
        return bits < 0 || bits > address.getBitCount() ? Optional.empty() : Optional.of(new Prefixed(address, bits));
    }

    /**
     * The smallest network that belongs to one subscriber: an IPv6 subscriber has at least a /64 (RFC 6177), and so as
     * many addresses as it likes; of IPv4 it is the address itself.
     */
    public static IPAddress subscriber(IPAddress address) {
        return address.isIPv6() ? address.toPrefixBlock(IPV6_SUBSCRIBER) : address;
    }

    private static IPAddress unmap(IPAddress address) {
        return address.isIPv6() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
    }

    private static IPAddressStringParameters strict() {
        return new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowMask(false)
                .allowPrefix(false)
                .allowPrefixOnly(false)
                .allowWildcardedSeparator(false)
                .setRangeOptions(AddressStringParameters.RangeParameters.NO_RANGE)
                .getIPv4AddressParametersBuilder()
                .allow_inet_aton(false)
                .allowLeadingZeros(false)
                .allowUnlimitedLeadingZeros(false)
                .allowBinary(false)
                .getParentBuilder()
                .getIPv6AddressParametersBuilder()
                .allowZone(false)
                .allowUnlimitedLeadingZeros(false)
                .allowBase85(false)
                .allowBinary(false)
                .getParentBuilder()
                .toParams();
    }
}
