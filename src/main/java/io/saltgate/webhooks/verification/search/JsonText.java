package io.saltgate.webhooks.verification.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * JSON (RFC 8259) read so that nothing of how it is written is lost: numbers and strings keep their characters, objects
 * their order. {@link JsonRewriter} writes it as others would; {@link JsonDifference} says how two writings differ.
 */
final class JsonText {

    /** A value, with its characters. */
    sealed interface Node {
        record Members(Map<String, Node> values, Map<String, String> names) implements Node {}

        record Items(List<Node> values) implements Node {}

        record Text(String raw, String value) implements Node {}

        /** A number, true, false or null. */
        record Word(String raw) implements Node {
            boolean isNumber() {
                return !raw.isEmpty() && "-0123456789".indexOf(raw.charAt(0)) >= 0;
            }
        }
    }

    private static final int MAX_DEPTH = 100;

    private static final Pattern WORD =
            Pattern.compile("true|false|null|-?(?:0|[1-9][0-9]{0,400})(?:\\.[0-9]{1,400})?(?:[eE][+-]?[0-9]{1,4})?");
    private static final Pattern CODE = Pattern.compile("[0-9A-Fa-f]{4}");

    private final String text;
    private final Set<String> spaces = new TreeSet<>();
    private int at;
    private char last = ' ';

    private JsonText(String text) {
        this.text = text;
    }

    /** What was read; {@code spaces} are the blanks that occur, each behind what it follows. */
    record Read(Node node, Set<String> spaces) {}

    /** Empty if it isn't JSON, has a member twice, or is nested beyond what a webhook is. */
    static Optional<Read> read(String text) {
        JsonText reader = new JsonText(text);
        try {
            Node node = reader.value(0);
            reader.skip();
            return reader.at == text.length() ? Optional.of(new Read(node, reader.spaces)) : Optional.empty();
        } catch (NotJson | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static final class NotJson extends RuntimeException {
        NotJson() {
            super(null, null, false, false);
        }
    }

    private Node value(int depth) {
        skip();
        if (depth > MAX_DEPTH) {
            throw new NotJson();
        }
        return switch (text.charAt(at)) {
            case '{' -> members(depth);
            case '[' -> items(depth);
            case '"' -> string();
            default -> word();
        };
    }

    private Node members(int depth) {
        Map<String, Node> values = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        take('{');
        if (peek() == '}') {
            take('}');
            return new Node.Members(values, names);
        }
        while (true) {
            skip();
            Node.Text name = string();
            take(':');
            if (values.put(name.value(), value(depth + 1)) != null) {
                throw new NotJson();
            }
            names.put(name.value(), name.raw());
            if (peek() == '}') {
                take('}');
                return new Node.Members(values, names);
            }
            take(',');
        }
    }

    private Node items(int depth) {
        List<Node> values = new ArrayList<>();
        take('[');
        if (peek() == ']') {
            take(']');
            return new Node.Items(values);
        }
        while (true) {
            values.add(value(depth + 1));
            if (peek() == ']') {
                take(']');
                return new Node.Items(values);
            }
            take(',');
        }
    }

    private Node.Text string() {
        int from = at;
        if (text.charAt(at) != '"') {
            throw new NotJson();
        }
        StringBuilder value = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' ? escaped() : c);
        }
        at++;
        last = '"';
        return new Node.Text(text.substring(from, at), value.toString());
    }

    private char escaped() {
        char c = text.charAt(at++);
        int simple = "\"\\/bfnrt".indexOf(c);
        if (simple >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(simple);
        }
        if (c != 'u' || !CODE.matcher(text).region(at, at + 4).matches()) {
            throw new NotJson();
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private Node word() {
        int from = at;
        while (at < text.length() && ",}] \t\n\r".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String raw = text.substring(from, at);
        if (!WORD.matcher(raw).matches()) {
            throw new NotJson();
        }
        last = 'x';
        return new Node.Word(raw);
    }

    private char peek() {
        skip();
        return text.charAt(at);
    }

    private void take(char c) {
        if (peek() != c) {
            throw new NotJson();
        }
        at++;
        last = c;
    }

    private void skip() {
        int from = at;
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at > from) {
            spaces.add(last + text.substring(from, at));
        }
    }
}
