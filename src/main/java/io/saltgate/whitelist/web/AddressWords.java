package io.saltgate.whitelist.web;

import inet.ipaddr.IPAddress;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.web.PastedLine.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads words that stand together: addresses, netmasks behind them, spans from one address to another, the terms of an
 * SPF record (RFC 7208). A word that is none of these makes the addresses beside it doubtful, so none of them is taken.
 */
final class AddressWords {

    private static final Pattern ADDRESS_LIKE =
            Pattern.compile("(?=\\S*\\d|\\S*::)[0-9A-Fa-f.:*]*[.:/][0-9A-Fa-f.:*/]*(?:%\\S*)?");
    private static final Pattern SPF_ALL = Pattern.compile("[-~?+]?all");
    private static final String MASK = "whitelist.range.mask";

    private AddressWords() {}

    /** The words between spaces of any kind, without quotes and brackets around them. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || PlainText.isSpace(text.charAt(i))) {
                String word = text.substring(begin, i);
                if (!word.isEmpty() && !word.matches("[\\[\\](){}]+")) {
                    words.add(word);
                }
                begin = i + 1;
            }
        }
        return words;
    }

    static boolean isAddressLike(String word) {
        return ADDRESS_LIKE.matcher(unquote(word)).matches()
                || IpAddresses.parse(word).isPresent();
    }

    static boolean isBareIpv4(String word) {
        return IpAddresses.parse(word).filter(IPAddress::isIPv4).isPresent() && word.indexOf(':') < 0;
    }

    /** Whether it looks like a netmask or a wildcard mask, right or not: no caller has such an address. */
    static boolean isMask(String word) {
        return isBareIpv4(word) && (word.startsWith("255.") || word.startsWith("0."));
    }

    static String unquote(String text) {
        boolean quoted = text.length() > 1
                && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                && text.indexOf(text.charAt(0), 1) == text.length() - 1;
        return quoted ? PlainText.strip(text.substring(1, text.length() - 1)) : text;
    }

    /**
     * Reads the words of a part of a line.
     *
     * @param rewritten whether something around them was left out already
     */
    static void read(List<String> words, boolean rewritten, List<Item> items) {
        boolean spf = words.stream().anyMatch(word -> word.equalsIgnoreCase("v=spf1"));
        List<Item> found = new ArrayList<>();
        boolean doubtful = false;
        for (int i = 0; i < words.size(); ) {
            if (spf && isSpfFrame(words.get(i))) {
                i++;
                continue;
            }
            int used = pair(words, i, found);
            if (used == 0) {
                used = 1;
                Item item = single(words.get(i), rewritten || spf, spf);
                doubtful |= !spf && item.concern() == null && !isAddressLike(item.address());
                found.add(item);
            }
            i += used;
        }
        for (Item item : found) {
            boolean taken = item.concern() == null && isRange(item.address());
            items.add(doubtful && taken ? Item.refused(item.typed(), "whitelist.range.among.words") : item);
        }
    }

    /** Whether something would be saved of it, if only once that is confirmed. */
    private static boolean isRange(String text) {
        return !(IpRange.parse(text) instanceof IpRange.Parsed.Bad bad)
                || bad.suggestion().isPresent();
    }

    private static boolean isSpfFrame(String word) {
        String term = word.toLowerCase(Locale.ROOT);
        return term.equals("v=spf1") || SPF_ALL.matcher(term).matches();
    }

    private static Item single(String word, boolean rewritten, boolean spf) {
        String plain = unbracket(unquote(word));
        String term = plain.toLowerCase(Locale.ROOT).replaceFirst("^\\+", "");
        if (term.startsWith("ip4:") || term.startsWith("ip6:")) {
            return new Item(word, plain.substring(plain.indexOf(':') + 1), null, true);
        }
        if (spf) {
            return Item.refused(word, "whitelist.range.spf");
        }
        int slash = plain.indexOf('/');
        if (slash > 0 && isBareIpv4(plain.substring(slash + 1))) {
            return masked(word, plain.substring(0, slash), plain.substring(slash + 1));
        }
        int dash = plain.indexOf('-');
        if (dash > 0 && isAddress(plain.substring(0, dash)) && isAddress(plain.substring(dash + 1))) {
            return span(word, plain.substring(0, dash), plain.substring(dash + 1));
        }
        if (isMask(plain) && !plain.equals("0.0.0.0")) {
            return Item.refused(word, "whitelist.range.mask.alone");
        }
        return new Item(word, plain, null, rewritten || !plain.equals(word));
    }

    /** @return how many words belong together from this one on; 0 if it stands for itself */
    private static int pair(List<String> words, int at, List<Item> found) {
        String first = unquote(words.get(at));
        if (!isAddress(first) || at + 1 == words.size()) {
            return 0;
        }
        String next = words.get(at + 1).toLowerCase(Locale.ROOT);
        if (next.startsWith("/") && next.length() > 1) {
            String length = next.substring(1);
            String typed = join(words, at, 2);
            found.add(isBareIpv4(length) ? masked(typed, first, length) : new Item(typed, first + next, null, true));
            return 2;
        }
        boolean named = next.equals("mask") || next.equals("netmask");
        boolean dashed = next.equals("-") || next.equals("–") || next.equals("to");
        int second = at + (named || dashed ? 2 : 1);
        if (second >= words.size()) {
            return 0;
        }
        String other = unquote(words.get(second));
        String typed = join(words, at, second - at + 1);
        if (dashed && isAddress(other)) {
            found.add(span(typed, first, other));
        } else if (!dashed && isBareIpv4(first) && isBareIpv4(other) && (named || isMask(other))) {
            found.add(masked(typed, first, other));
        } else {
            return 0;
        }
        return second - at + 1;
    }

    private static String join(List<String> words, int from, int count) {
        return String.join(" ", words.subList(from, from + count));
    }

    /** A netmask is ones and then zeros. A wildcard mask is the other way round, and one of zeros may be either. */
    private static Item masked(String typed, String address, String mask) {
        IPAddress bits = IpAddresses.parse(mask).orElseThrow();
        Integer length = bits.getBlockMaskPrefixLength(true);
        boolean plain = length != null && (length > 0 || address.equals("0.0.0.0"));
        return plain ? new Item(typed, address + "/" + length, null, true) : Item.refused(typed, MASK);
    }

    /** One that is exactly a range in prefix form. */
    private static Item span(String typed, String first, String last) {
        IPAddress from = IpAddresses.parse(first).orElseThrow();
        IPAddress to = IpAddresses.parse(last).orElseThrow();
        if (from.isIPv4() == to.isIPv4() && from.compareTo(to) <= 0) {
            IPAddress[] blocks = from.spanWithPrefixBlocks(to);
            if (blocks.length == 1) {
                return new Item(typed, blocks[0].toCanonicalString(), null, true);
            }
        }
        return Item.refused(typed, "whitelist.range.span");
    }

    private static boolean isAddress(String word) {
        return IpAddresses.parse(word).isPresent();
    }

    /** Strips brackets: of an array's first and last item, and around IPv6 in URLs. */
    private static String unbracket(String word) {
        String plain = word.startsWith("[") ? word.substring(1) : word;
        return unquote(plain.endsWith("]") ? plain.substring(0, plain.length() - 1) : plain);
    }
}
