package io.saltgate.whitelist;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.net.IpAddresses;
import java.math.BigInteger;
import java.util.Optional;

/**
 * One address or a range of them, in the one form in which it is stored and shown: {@code 198.51.100.7},
 * {@code 10.0.0.0/8}, {@code 2001:db8::1} (RFC 5952), {@code 2001:db8::/32}. Two ranges are equal if they hold the same
 * addresses.
 */
public final class IpRange implements Comparable<IpRange> {

    /** The reasons why a text isn't a range. */
    public enum Complaint {
        EMPTY("whitelist.range.empty"),
        LEADING_ZERO("whitelist.range.leading.zero"),
        ZONE("whitelist.range.zone"),
        /** It has an invisible character, which {@link PlainText#findInvisible} names. */
        INVISIBLE("whitelist.range.invisible"),
        HOST_BITS("whitelist.range.host.bits"),
        NOT_AN_ADDRESS("whitelist.range.invalid");

        private final String code;

        Complaint(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** The result of parsing a text: a range, or the reason why it isn't one. */
    public sealed interface Parsed {
        record Ok(IpRange range) implements Parsed {}

        /** @param suggestion for {@link Complaint#HOST_BITS} the range that holds the address */
        record Bad(Complaint complaint, Optional<IpRange> suggestion) implements Parsed {}
    }

    private final IPAddress block;

    private IpRange(IPAddress block) {
        this.block = block;
    }

    /** Parses a range. Ignores spaces of every kind around the text, and nothing else. */
    public static Parsed parse(String typed) {
        String text = PlainText.strip(typed);
        if (text.isEmpty()) {
            return bad(Complaint.EMPTY);
        }
        Optional<IpAddresses.Prefixed> parsed = IpAddresses.parseRange(text);
        if (parsed.isEmpty()) {
            return bad(complaint(text));
        }
        IpRange range = new IpRange(parsed.get().block());
        return parsed.get().hasHostBits()
                ? new Parsed.Bad(Complaint.HOST_BITS, Optional.of(range))
                : new Parsed.Ok(range);
    }

    /**
     * What {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static IpRange of(String canonical) {
        if (parse(canonical) instanceof Parsed.Ok ok) {
            return ok.range();
        }
        throw new IllegalArgumentException("not a range: " + canonical);
    }

    /** Converts a block of the library's with its prefix length. */
    static IpRange of(IPAddress prefixBlock) {
        return new IpRange(
                prefixBlock.isPrefixed() ? prefixBlock : prefixBlock.toPrefixBlock(prefixBlock.getBitCount()));
    }

    IPAddress block() {
        return block;
    }

    public boolean contains(IPAddress address) {
        return block.contains(address);
    }

    public boolean contains(IpRange other) {
        return block.contains(other.block);
    }

    /** The number of addresses in this range. */
    public BigInteger size() {
        return block.getCount();
    }

    public boolean isSingleAddress() {
        return !block.isMultiple();
    }

    /** Whether it is wider than a network that one organisation commonly has: /24, or /64 of IPv6. */
    public boolean isWide() {
        return size().bitLength() - 1 > (block.isIPv4() ? 8 : 64);
    }

    /** Whether this is all addresses of its family ({@code /0}). */
    public boolean isEverything() {
        return block.getNetworkPrefixLength() == 0;
    }

    private static Parsed bad(Complaint complaint) {
        return new Parsed.Bad(complaint, Optional.empty());
    }

    private static Complaint complaint(String text) {
        if (PlainText.findInvisible(text).isPresent()) {
            return Complaint.INVISIBLE;
        }
        if (text.indexOf('%') >= 0) {
            return Complaint.ZONE;
        }
        return text.matches("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?:/[0-9]{1,3})?") && text.matches("(?:.*[./])?0[0-9].*")
                ? Complaint.LEADING_ZERO
                : Complaint.NOT_AN_ADDRESS;
    }

    /** Orders IPv4 before IPv6, then by the first address, wider ranges first. */
    @Override
    public int compareTo(IpRange other) {
        int byFamily = Boolean.compare(block.isIPv6(), other.block.isIPv6());
        int byFirst = byFamily != 0
                ? byFamily
                : block.getLower().getValue().compareTo(other.block.getLower().getValue());
        return byFirst != 0
                ? byFirst
                : Integer.compare(block.getNetworkPrefixLength(), other.block.getNetworkPrefixLength());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpRange range && toString().equals(range.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return isSingleAddress() ? block.withoutPrefixLength().toCanonicalString() : block.toCanonicalString();
    }
}
