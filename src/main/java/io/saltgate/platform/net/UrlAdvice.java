package io.saltgate.platform.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the character for which {@link OutboundUrl} refuses a text, and offers a spelling that it takes: the punycode
 * form of a host (RFC 3492), percent escapes elsewhere. Nothing is corrected silently; people see where a webhook goes.
 *
 * @param place where the character stands
 * @param character for a sentence: {@code “ü”}, or code point and name of one that can't be seen
 * @param suggestion the whole URL in a spelling that is fine; empty if there is none that surely means the same
 */
public record UrlAdvice(Place place, String character, Optional<String> suggestion) {

    /** A part of a URL, by what it may contain. */
    public enum Place {
        HOST,
        /** Path and query, or a text that is no URL. */
        REST
    }

    private static final Pattern PARTS = Pattern.compile(
            "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?<host>[^/?#:@\\[\\]]*)(?<port>:[0-9]*)?(?<rest>(?:[/?].*)?)");
    private static final String REST_PUNCTUATION = "-._~!$&'()*+,;=:@/?";

    /** @return empty if no single character is to blame */
    public static Optional<UrlAdvice> of(String typed) {
        Matcher parts = PARTS.matcher(typed);
        if (!parts.matches()) {
            return first(typed, UrlAdvice::isOfRest)
                    .map(at -> new UrlAdvice(Place.REST, show(typed, at), Optional.empty()));
        }
        String host = parts.group("host");
        String rest = parts.group("rest");
        String port = Optional.ofNullable(parts.group("port")).orElse("");
        Optional<Integer> inHost = first(host, UrlAdvice::isOfHost);
        Optional<Integer> inRest = first(rest, UrlAdvice::isOfRest);
        if (inHost.isEmpty() && inRest.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> better = (inHost.isEmpty() ? Optional.of(host) : punycode(host))
                .filter(name -> UTF_8.newEncoder().canEncode(rest)) // no half of a character
                .map(name -> parts.group("scheme") + name + port + (inRest.isEmpty() ? rest : escaped(rest)))
                .filter(text -> OutboundUrl.parse(text) instanceof OutboundUrl.Parsed.Ok);
        return Optional.of(
                inHost.isPresent()
                        ? new UrlAdvice(Place.HOST, show(host, inHost.get()), better)
                        : new UrlAdvice(Place.REST, show(rest, inRest.orElseThrow()), better));
    }

    /**
     * The ASCII form of a name, where the JDK's IDNA 2003 surely means the same as the IDNA 2008 of registries: it must
     * read back as what was typed. So no form is offered where characters are mapped (a sharp s to ss, full-width
     * digits to others) or left out (joiners).
     */
    private static Optional<String> punycode(String host) {
        String wanted = Normalizer.normalize(host, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        try {
            String ascii = IDN.toASCII(wanted, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            boolean same = ascii.contains("xn--")
                    && IDN.toUnicode(ascii, IDN.USE_STD3_ASCII_RULES).equals(wanted);
            return same ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) { // no name by its rules
            return Optional.empty();
        }
    }

    private static String escaped(String rest) {
        StringBuilder escaped = new StringBuilder();
        for (int at = 0; at < rest.length(); at += Character.charCount(rest.codePointAt(at))) {
            if (isOfRest(rest, at)) {
                escaped.appendCodePoint(rest.codePointAt(at));
            } else {
                for (byte octet : Character.toString(rest.codePointAt(at)).getBytes(UTF_8)) {
                    escaped.append(String.format(Locale.ROOT, "%%%02X", octet));
                }
            }
        }
        return escaped.toString();
    }

    private static boolean isOfHost(String host, int at) {
        char c = host.charAt(at);
        return c < 0x80 && Character.isLetterOrDigit(c) || c == '-' || c == '.';
    }

    private static boolean isOfRest(String rest, int at) {
        char c = rest.charAt(at);
        return c == '%'
                ? rest.substring(at).matches("(?s)%[0-9A-Fa-f]{2}.*")
                : c < 0x80 && (Character.isLetterOrDigit(c) || REST_PUNCTUATION.indexOf(c) >= 0);
    }

    @FunctionalInterface
    private interface Allowed {
        boolean test(String text, int at);
    }

    private static Optional<Integer> first(String text, Allowed allowed) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (!allowed.test(text, at)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** A character that can't be seen, or that changes how its neighbours are seen, goes by its name. */
    private static String show(String text, int at) {
        int c = text.codePointAt(at);
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR, // also the one of ASCII
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK ->
                Optional.ofNullable(Character.getName(c))
                        .map(name -> String.format(Locale.ROOT, "U+%04X (%s)", c, name.toLowerCase(Locale.ROOT)))
                        .orElse(String.format(Locale.ROOT, "U+%04X", c));
            default -> "“" + Character.toString(c) + "”";
        };
    }
}
