package io.saltgate.webhooks.verification.search;

import io.saltgate.webhooks.verification.search.JsonText.Node;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes JSON as the libraries of other languages do: what a receiver hashes that has parsed a body first. */
final class JsonRewriter {

    /** How numbers come out. */
    enum Numbers {
        KEPT,
        /** As doubles, whole ones without a fraction: JavaScript, PHP, Go. */
        SHORTEST,
        /** As doubles with a fraction, integers as they are: Python, Java. */
        WITH_FRACTION
    }

    /** What is escaped in strings beyond what must be. */
    enum Escapes {
        LEAST,
        /** Everything beyond ASCII: Python. */
        ASCII,
        /** That and slashes: PHP. */
        ASCII_AND_SLASH,
        SLASH,
        /** {@code <}, {@code >} and {@code &}: Go. */
        HTML
    }

    /** What stands between tokens. */
    enum Spaces {
        NONE(",", ":", ""),
        /** Python. */
        BEHIND(", ", ": ", ""),
        TWO(",", ": ", "  "),
        FOUR(",", ": ", "    ");

        private final String comma;
        private final String colon;
        private final String indent;

        Spaces(String comma, String colon, String indent) {
            this.comma = comma;
            this.colon = colon;
            this.indent = indent;
        }
    }

    /** One way to write. */
    record Style(Numbers numbers, boolean sorted, Escapes escapes, Spaces spaces) {}

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

    private static final BigDecimal LARGE_JS = new BigDecimal("1e21");
    private static final BigDecimal SMALL_JS = new BigDecimal("1e-6");
    private static final BigDecimal LARGE_PYTHON = new BigDecimal("1e16");
    private static final BigDecimal SMALL_PYTHON = new BigDecimal("1e-4");

    private final Style style;
    private final StringBuilder out = new StringBuilder();

    private JsonRewriter(Style style) {
        this.style = style;
    }

    /** What JavaScript, Python, PHP, Go and Java do by default. */
    private static final List<Style> DEFAULTS = List.of(
            new Style(Numbers.SHORTEST, false, Escapes.LEAST, Spaces.NONE),
            new Style(Numbers.WITH_FRACTION, false, Escapes.ASCII, Spaces.BEHIND),
            new Style(Numbers.SHORTEST, false, Escapes.ASCII_AND_SLASH, Spaces.NONE),
            new Style(Numbers.SHORTEST, true, Escapes.HTML, Spaces.NONE),
            new Style(Numbers.WITH_FRACTION, false, Escapes.LEAST, Spaces.NONE));

    /** Every way, the likely ones first; some twice. */
    static Stream<Style> styles() {
        return Stream.concat(DEFAULTS.stream(), Stream.of(Spaces.values()).flatMap(JsonRewriter::styles));
    }

    private static Stream<Style> styles(Spaces spaces) {
        return Stream.of(false, true)
                .flatMap(sorted -> Stream.of(Escapes.values())
                        .flatMap(escapes -> Stream.of(Numbers.values())
                                .map(numbers -> new Style(numbers, sorted, escapes, spaces))));
    }

    static String write(Node node, Style style) {
        JsonRewriter writer = new JsonRewriter(style);
        writer.write(node, 0);
        return writer.out.toString();
    }

    private void write(Node node, int depth) {
        switch (node) {
            case Node.Members members -> {
                Stream<String> names = members.values().keySet().stream();
                Iterator<String> each = (style.sorted() ? names.sorted() : names).iterator();
                writeAll('{', '}', each, depth, name -> {
                    writeText(name);
                    out.append(style.spaces().colon);
                    write(members.values().getOrDefault(name, new Node.Word("null")), depth + 1);
                });
            }
            case Node.Items items ->
                writeAll('[', ']', items.values().iterator(), depth, item -> write(item, depth + 1));
            case Node.Text text -> writeText(text.value());
            case Node.Word word -> out.append(word.isNumber() ? number(word.raw()) : word.raw());
        }
    }

    private <T> void writeAll(char open, char close, Iterator<T> each, int depth, Consumer<T> writing) {
        out.append(open);
        boolean any = each.hasNext();
        while (each.hasNext()) {
            newLine(depth + 1);
            writing.accept(each.next());
            out.append(each.hasNext() ? style.spaces().comma : "");
        }
        if (any) {
            newLine(depth);
        }
        out.append(close);
    }

    private void newLine(int depth) {
        if (!style.spaces().indent.isEmpty()) {
            out.append('\n').append(style.spaces().indent.repeat(depth));
        }
    }

    private void writeText(String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int simple = "\"\\\b\f\n\r\t".indexOf(c);
            if (simple >= 0) {
                out.append('\\').append("\"\\bfnrt".charAt(simple));
            } else if (c == '/' && (style.escapes() == Escapes.SLASH || style.escapes() == Escapes.ASCII_AND_SLASH)) {
                out.append("\\/");
            } else if (c < ' ' || isEscaped(c)) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private boolean isEscaped(char c) {
        return switch (style.escapes()) {
            case ASCII, ASCII_AND_SLASH -> c > '~';
            case HTML -> c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029';
            case LEAST, SLASH -> false;
        };
    }

    private String number(String raw) {
        boolean whole = WHOLE.matcher(raw).matches();
        double value = Double.parseDouble(raw);
        if (style.numbers() == Numbers.KEPT
                || Double.isInfinite(value)
                || whole && style.numbers() == Numbers.WITH_FRACTION) {
            return raw;
        }
        return style.numbers() == Numbers.SHORTEST ? shortest(value) : withFraction(value);
    }

    /** ECMA-262, Number::toString. */
    private static String shortest(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.abs().compareTo(LARGE_JS) < 0 && decimal.abs().compareTo(SMALL_JS) >= 0) {
            return decimal.toPlainString();
        }
        return exponent(decimal, 1);
    }

    /** Python's repr of a float. */
    private static String withFraction(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (value == 0) {
            return "0.0";
        }
        if (decimal.abs().compareTo(LARGE_PYTHON) < 0 && decimal.abs().compareTo(SMALL_PYTHON) >= 0) {
            return decimal.scale() <= 0 ? decimal.toPlainString() + ".0" : decimal.toPlainString();
        }
        return exponent(decimal, 2);
    }

    private static String exponent(BigDecimal decimal, int digits) {
        String mantissa = decimal.unscaledValue().abs().toString();
        int exponent = mantissa.length() - 1 - decimal.scale();
        return (decimal.signum() < 0 ? "-" : "")
                + mantissa.charAt(0)
                + (mantissa.length() > 1 ? "." + mantissa.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + String.format(Locale.ROOT, "%0" + digits + "d", Math.abs(exponent));
    }
}
