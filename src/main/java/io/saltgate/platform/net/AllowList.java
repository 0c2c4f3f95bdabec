package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The private targets that may be reached, also over plain http. */
public record AllowList(List<Entry> entries) {

    /** Nothing. */
    public static final AllowList NONE = new AllowList(List.of());

    public AllowList {
        entries = List.copyOf(entries);
    }

    /**
     * An address or range, on one port or on all.
     *
     * @param port null for every port
     */
    public record Entry(IPAddress range, @Nullable Integer port) {

        /**
         * Reads {@code 10.1.2.3}, {@code 10.0.0.0/8:8080}, {@code 2001:db8::/32} or {@code [2001:db8::1]:8080}; empty
         * if the text is anything else, or a range with host bits.
         */
        public static Optional<Entry> parse(String text) {
            if (text.startsWith("[")) {
                int close = text.indexOf(']');
                String inner = close < 0 ? "" : text.substring(1, close);
                return inner.indexOf(':') < 0 ? Optional.empty() : parse(inner, text.substring(close + 1));
            }
            int colon = text.indexOf(':');
            boolean ipv4WithPort = colon >= 0 && colon == text.lastIndexOf(':');
            return ipv4WithPort ? parse(text.substring(0, colon), text.substring(colon)) : parse(text, "");
        }

        private static Optional<Entry> parse(String range, String colonAndPort) {
            Optional<IPAddress> block = IpAddresses.parseRange(range)
                    .filter(prefixed -> !prefixed.hasHostBits())
                    .map(IpAddresses.Prefixed::block);
            if (colonAndPort.isEmpty()) {
                return block.map(addresses -> new Entry(addresses, null));
            }
            OptionalInt port = colonAndPort.startsWith(":")
                    ? OutboundUrl.parsePort(colonAndPort.substring(1))
                    : OptionalInt.empty();
            return port.isEmpty() ? Optional.empty() : block.map(addresses -> new Entry(addresses, port.getAsInt()));
        }

        /**
         * The first link-local or metadata block that this entry holds something of, as text. Such entries have their
         * effect in the configuration alone.
         */
        public Optional<String> findMetadata() {
            return MetadataAddresses.findOverlap(range).map(IPAddress::toCanonicalString);
        }

        boolean permits(IPAddress address, int atPort) {
            return (port == null || port == atPort) && range.contains(address);
        }

        /** The text that {@link #parse(String)} reads. */
        @Override
        public String toString() {
            String text = range.isMultiple()
                    ? range.toCanonicalString()
                    : range.withoutPrefixLength().toCanonicalString();
            if (port == null) {
                return text;
            }
            return (range.isIPv6() ? "[" + text + "]" : text) + ":" + port;
        }
    }

    /** Entries separated by commas or blanks; empty if one of them is none. */
    public static Optional<AllowList> parse(String typed) {
        List<Entry> entries = new ArrayList<>();
        for (String text : typed.strip().split("[,\\s]+")) {
            if (!text.isEmpty()) {
                Optional<Entry> entry = Entry.parse(text);
                if (entry.isEmpty()) {
                    return Optional.empty();
                }
                entries.add(entry.get());
            }
        }
        return Optional.of(new AllowList(entries));
    }

    /** @param address unmapped, as {@link IpAddresses} makes it */
    public boolean permits(IPAddress address, int port) {
        for (Entry entry : entries) {
            if (entry.permits(address, port)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return entries.stream().map(Entry::toString).collect(Collectors.joining(" "));
    }
}
