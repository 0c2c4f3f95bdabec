package io.saltgate.webhooks.verification.search;

import io.saltgate.webhooks.verification.search.JsonText.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A body as code may have had it when it was hashed.
 *
 * @param edits what was done to it; empty if it is as it should be
 * @param rewriting how it was written anew, if it was
 */
record BodyText(String text, Set<Mistake> edits, Optional<Rewriting> rewriting) {

    /** A text that was parsed, and how it was written again. */
    record Rewriting(String before, Node node, JsonRewriter.Style style) {

        /** Looked for only when it is asked for: most are never. */
        Optional<JsonDifference> difference() {
            return JsonDifference.between(before, JsonRewriter.write(node, style));
        }
    }

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final String NAME = "\"mac\"";
    private static final Pattern VALUE = Pattern.compile("\\s*+:\\s*+\"[^\"\\\\]*+\"");

    private static BodyText of(String text, Mistake... mistakes) {
        return new BodyText(text, Set.of(mistakes), Optional.empty());
    }

    /**
     * As it was sent, or as it was pasted: a form's text field makes every line end CR LF, so both are as it should be.
     * Where both are known and differ, the pasted one is a mistake of its own.
     */
    static List<BodyText> asItIs(Webhook webhook) {
        Set<String> right = new LinkedHashSet<>();
        webhook.sent().ifPresent(right::add);
        Set<String> pasted = new LinkedHashSet<>(List.of(unix(webhook.body()), webhook.body()));
        webhook.mac().ifPresent(mac -> Set.copyOf(pasted).forEach(text -> pasted.add(withMac(text, mac))));
        List<BodyText> all = new ArrayList<>();
        if (webhook.sent().isEmpty()) {
            right.addAll(pasted);
        }
        right.forEach(text -> all.add(of(text)));
        pasted.stream().filter(text -> !right.contains(text)).forEach(text -> all.add(of(text, Mistake.BODY_CHANGED)));
        return all;
    }

    /** Changed at its ends, or without its mac. */
    static Stream<BodyText> edited(BodyText body) {
        String text = body.text();
        List<BodyText> all = new ArrayList<>();
        withoutMac(text).forEach(without -> all.add(of(without, Mistake.MAC_CUT_OUT)));
        all.add(of(unix(text).replace("\n", "\r\n"), Mistake.LINE_ENDS));
        all.add(of(text + "\n", Mistake.END_ADDED));
        all.add(of(text + "\r\n", Mistake.END_ADDED));
        all.add(of(text + " ", Mistake.END_ADDED));
        all.add(of(text.stripTrailing(), Mistake.END_TRIMMED));
        all.add(of(text.strip(), Mistake.END_TRIMMED));
        all.add(of(BYTE_ORDER_MARK + text, Mistake.BYTE_ORDER_MARK));
        return all.stream().filter(other -> !other.text().equals(text)).map(other -> other.after(body));
    }

    /** Parsed and written again, with and without its mac. */
    static Stream<BodyText> rewritten(BodyText body) {
        return JsonText.read(body.text()).stream().flatMap(read -> {
            Set<String> seen = new LinkedHashSet<>(Set.of(body.text()));
            return Stream.of(true, false)
                    .flatMap(whole -> JsonRewriter.styles().flatMap(style -> {
                        Node node = whole ? read.node() : dropMac(read.node());
                        String text = JsonRewriter.write(node, style);
                        return seen.add(text)
                                ? Stream.of(rewritten(text, whole, body, read.node(), style))
                                : Stream.empty();
                    }));
        });
    }

    private static BodyText rewritten(
            String text, boolean whole, BodyText before, Node node, JsonRewriter.Style style) {
        Set<Mistake> edits = new LinkedHashSet<>(before.edits());
        if (!whole) {
            edits.add(Mistake.MAC_CUT_OUT);
        }
        return new BodyText(text, edits, Optional.of(new Rewriting(before.text(), node, style)));
    }

    /** All that keeps it from being what was to be hashed. */
    Set<Mistake> mistakes() {
        Set<Mistake> all = new LinkedHashSet<>(edits);
        rewriting.ifPresent(found -> {
            Set<Mistake> how = found.difference().map(JsonDifference::how).orElse(Set.of());
            all.addAll(how.isEmpty() && edits.isEmpty() ? Set.of(Mistake.SPACES) : how);
        });
        return all;
    }

    Optional<JsonDifference.Example> number() {
        return rewriting.flatMap(Rewriting::difference).flatMap(JsonDifference::example);
    }

    private BodyText after(BodyText before) {
        Set<Mistake> all = new LinkedHashSet<>(before.edits());
        all.addAll(edits);
        return new BodyText(text, all, rewriting);
    }

    private static Node dropMac(Node node) {
        if (!(node instanceof Node.Members members)) {
            return node;
        }
        Map<String, Node> values = new LinkedHashMap<>(members.values());
        values.remove("mac");
        return new Node.Members(values, members.names());
    }

    /**
     * Where the mac stands: the last member of that name is Saltgate's.
     *
     * @param name the index of its name
     * @param colon the index behind that
     * @param end the index behind its value
     */
    private record Place(int name, int colon, int end) {}

    private static Optional<Place> findMac(String text) {
        int name = text.lastIndexOf(NAME);
        if (name < 0) {
            return Optional.empty();
        }
        Matcher value = VALUE.matcher(text).region(name + NAME.length(), text.length());
        return value.lookingAt() ? Optional.of(new Place(name, name + NAME.length(), value.end())) : Optional.empty();
    }

    /** Cut out with its comma, or emptied. */
    private static List<String> withoutMac(String text) {
        return findMac(text)
                .map(mac -> {
                    String before = text.substring(0, mac.name());
                    String after = text.substring(mac.end());
                    String open = before.stripTrailing();
                    String cut = open.endsWith(",")
                            ? open.substring(0, open.length() - 1) + after
                            : before + after.stripLeading().replaceFirst("^,", "");
                    String kept = text.substring(0, mac.end() - valueLength(text, mac));
                    return List.of(cut, kept + "\"\"" + after, kept + "null" + after);
                })
                .orElse(List.of());
    }

    private static int valueLength(String text, Place mac) {
        return mac.end() - text.indexOf('"', mac.colon());
    }

    /** With the right mac in place of what was pasted: people put their own value there. */
    private static String withMac(String text, String right) {
        return findMac(text)
                .map(mac -> text.substring(0, mac.end() - valueLength(text, mac))
                        + '"'
                        + right
                        + '"'
                        + text.substring(mac.end()))
                .orElse(text);
    }

    private static String unix(String text) {
        return text.replace("\r\n", "\n");
    }
}
