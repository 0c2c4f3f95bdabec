package io.saltgate.whitelist.web;

import io.saltgate.platform.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A line without what vendors and configuration files write around its addresses: comments, quotes, commas, {@code
 * allow}, {@code ip4:}. The rest of each item goes to the strict parser. A line that says something else about an
 * address than that it may call is refused, and named.
 *
 * @param comment the text of the comment at the line's end; empty for none
 */
record PastedLine(List<Item> items, String comment) {

    private static final Set<String> ALLOWING = Set.of("allow", "permit", "accept");
    private static final Set<String> DENYING = Set.of(
            "deny", "drop", "reject", "block", "blacklist", "blocklist", "denylist", "refuse", "disallow", "not");

    /**
     * One item of a line.
     *
     * @param typed the item as written
     * @param address its text for the strict parser
     * @param concern the key of the message that says why nothing is taken; null if something may be
     * @param rewritten whether the address is not simply what was typed
     */
    record Item(String typed, String address, @Nullable String concern, boolean rewritten) {

        static Item refused(String typed, String concern) {
            return new Item(typed, "", concern, false);
        }
    }

    static PastedLine read(String raw) {
        String text = PlainText.strip(raw);
        if (text.startsWith("#") || text.startsWith(";") || text.startsWith("//")) {
            return new PastedLine(List.of(), "");
        }
        int end = commentStart(text);
        String comment = PlainText.strip(text.substring(end).replaceFirst("^(?:[#;]+|/{2,})", ""));
        List<Item> items = new ArrayList<>();
        readStatements(PlainText.strip(text.substring(0, end)), items);
        if (end < text.length() && text.charAt(end) == ';' && hasAddress(comment)) {
            items.add(Item.refused(comment, "whitelist.range.commented"));
            comment = "";
        }
        return new PastedLine(items, comment);
    }

    /**
     * Finds where {@code #}, or {@code ;} or {@code //} behind a space, begins a comment; the text's length if none
     * does.
     */
    private static int commentStart(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean afterSpace = i > 0 && PlainText.isSpace(text.charAt(i - 1));
            if (c == '#' || afterSpace && (c == ';' || text.startsWith("//", i))) {
                return i;
            }
        }
        return text.length();
    }

    /** A denial counts up to its semicolon: {@code deny 10.0.0.0/8, 10.1.0.0/16;}. */
    private static void readStatements(String text, List<Item> items) {
        String plain = withoutListMark(AddressWords.unquote(text));
        for (String statement : plain.split(";")) {
            boolean denies = false;
            for (String part : statement.split(",")) {
                List<String> words = AddressWords.split(part);
                if (words.isEmpty()) {
                    continue;
                }
                denies |= words.stream().anyMatch(PastedLine::isDenial);
                if (denies) {
                    items.add(Item.refused(PlainText.strip(part), "whitelist.range.denies"));
                } else {
                    List<String> rest = withoutKeyword(words);
                    boolean rewritten = rest.size() < words.size() || !plain.equals(text);
                    joinMask(items, rest);
                    AddressWords.read(rest, rewritten, items);
                }
            }
        }
    }

    /** {@code 203.0.113.0, 255.255.255.0} is a row of a table, with the mask in a column of its own. */
    private static void joinMask(List<Item> items, List<String> words) {
        if (words.size() == 1 && AddressWords.isMask(words.getFirst()) && !items.isEmpty()) {
            Item before = items.getLast();
            if (before.concern() == null && AddressWords.isBareIpv4(before.address())) {
                items.removeLast();
                words.addFirst(before.address());
            }
        }
    }

    private static boolean isDenial(String word) {
        String plain = word.toLowerCase(Locale.ROOT).replaceFirst(":$", "");
        return DENYING.contains(plain) || plain.startsWith("!") || plain.matches("[-~?]ip[46]:.*");
    }

    /** {@code allow}, {@code allow from} and {@code require ip}, as nginx and httpd have it. */
    private static List<String> withoutKeyword(List<String> words) {
        String first = words.getFirst().toLowerCase(Locale.ROOT);
        String second = words.size() > 1 ? words.get(1).toLowerCase(Locale.ROOT) : "";
        int skipped = 0;
        if (ALLOWING.contains(first)) {
            skipped = second.equals("from") ? 2 : 1;
        } else if (first.equals("require") && second.equals("ip")) {
            skipped = 2;
        }
        return new ArrayList<>(words.subList(skipped, words.size()));
    }

    /** Bullets of Markdown, YAML and word processors. */
    private static String withoutListMark(String text) {
        return text.length() > 2 && "-*•–".indexOf(text.charAt(0)) >= 0 && PlainText.isSpace(text.charAt(1))
                ? PlainText.strip(text.substring(1))
                : text;
    }

    private static boolean hasAddress(String text) {
        return AddressWords.split(text.replaceAll("[,;]", " ")).stream().anyMatch(AddressWords::isAddressLike);
    }
}
