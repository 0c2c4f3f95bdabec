package io.saltgate.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Texts of addresses in all the ways in which they may be written, and texts that look like one. */
public final class AddressTexts {

    private AddressTexts() {}

    /** {@code 203.0.113.7} */
    public static Arbitrary<String> ipv4() {
        return octet().list().ofSize(4).map(AddressTexts::dotted);
    }

    /** Full, compressed at any run of zeros or nowhere, padded, in either case, with a dotted end. */
    public static Arbitrary<String> ipv6() {
        Arbitrary<Integer> group = Arbitraries.oneOf(
                Arbitraries.just(0),
                Arbitraries.integers().between(0, 0xFFFF),
                Arbitraries.of(0, 1, 0xF, 0xFF, 0xFFF, 0xFFFF));
        return Combinators.combine(
                        group.list().ofSize(8),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 7))
                .as(AddressTexts::ipv6);
    }

    /** IPv4 addresses as IPv6 has them: {@code ::ffff:203.0.113.7}, {@code ::FFFF:CB00:7107}. */
    public static Arbitrary<String> mapped() {
        return Combinators.combine(
                        octet().list().ofSize(4),
                        Arbitraries.of("::ffff:", "::FFFF:", "0:0:0:0:0:ffff:", "0000:0:00:0:000:fFfF:", "::0:ffff:"),
                        Arbitraries.of(true, false))
                .as((octets, head, hex) -> head + (hex ? hex(octets) : dotted(octets)));
    }

    public static Arbitrary<String> any() {
        return Arbitraries.oneOf(ipv4(), ipv6(), mapped());
    }

    /** One of {@link #any} of which something was changed, taken out or put in; sometimes anything at all. */
    public static Arbitrary<String> nearly() {
        String alphabet = "0123456789abcdefABCDEFgxX.:/%*-_,;[]\"' \t\n\r\u0000\u00a0\u0663\uff11\u2024";
        Arbitrary<Character> character = Arbitraries.chars().with(alphabet);
        Arbitrary<String> added = Arbitraries.oneOf(
                character.map(String::valueOf),
                character.map(String::valueOf),
                Arbitraries.of("", "00", "0x", "::", "/8", "%1", "1.2.3.4", ":ffff:", "-5"));
        Arbitrary<String> changed = Combinators.combine(
                        any(),
                        Arbitraries.integers().between(0, 45),
                        Arbitraries.integers().between(0, 2),
                        added)
                .as((text, at, removed, put) -> {
                    int from = Math.min(at, text.length());
                    return text.substring(0, from) + put + text.substring(Math.min(text.length(), from + removed));
                });
        return Arbitraries.oneOf(
                changed,
                changed,
                changed,
                any(),
                Arbitraries.strings().withChars(alphabet).ofMaxLength(50),
                Arbitraries.strings().ofMaxLength(60));
    }

    public static Arbitrary<Integer> octet() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 255), Arbitraries.of(0, 1, 9, 10, 99, 100, 199, 255));
    }

    public static String dotted(List<Integer> octets) {
        return octets.get(0) + "." + octets.get(1) + "." + octets.get(2) + "." + octets.get(3);
    }

    private static String hex(List<Integer> octets) {
        return Integer.toHexString(octets.get(0) << 8 | octets.get(1)) + ":"
                + Integer.toHexString(octets.get(2) << 8 | octets.get(3));
    }

    private static String ipv6(List<Integer> groups, int width, boolean capitals, boolean dottedEnd, int compressFrom) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < (dottedEnd ? 6 : 8); i++) {
            String hex = Integer.toHexString(groups.get(i));
            texts.add("0".repeat(Math.max(0, width - hex.length())) + (capitals ? hex.toUpperCase() : hex));
        }
        if (dottedEnd) {
            int high = groups.get(6);
            int low = groups.get(7);
            texts.add((high >> 8) + "." + (high & 0xFF) + "." + (low >> 8) + "." + (low & 0xFF));
        }
        int end = compressFrom;
        while (end < texts.size() && end < (dottedEnd ? 6 : 8) && groups.get(end) == 0) {
            end++;
        }
        if (end <= compressFrom) {
            return String.join(":", texts);
        }
        return join(texts.subList(0, compressFrom)) + "::" + join(texts.subList(end, texts.size()));
    }

    private static String join(List<String> texts) {
        StringJoiner joined = new StringJoiner(":");
        texts.forEach(joined::add);
        return joined.toString();
    }
}
