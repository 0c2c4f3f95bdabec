package io.saltgate.platform.crypto;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a key ring: a line {@code saltgate-keyring v1}, then one line {@code <id> <base64>} per key, oldest
 * first. A key that was removed has the line {@code <id> removed <purpose>=<base64> ...} in its place. Empty lines and
 * lines that begin with {@code #} are skipped.
 */
final class KeyRingFormat {

    static final String HEAD = "saltgate-keyring v1";

    private static final String REMOVED = "removed";
    private static final String COMMENT =
            "# Without these keys no token can be checked and no salt be read. Back them up, apart from the database.\n";

    private KeyRingFormat() {}

    /** @throws IllegalArgumentException if the text is not a key ring */
    static KeyRing parse(String text) {
        List<String> lines = text.lines().filter(KeyRingFormat::counts).toList();
        if (lines.isEmpty() || !lines.getFirst().strip().equals(HEAD)) {
            throw new IllegalArgumentException("it does not begin with \"" + HEAD + "\"");
        }
        return new KeyRing(lines.stream().skip(1).map(KeyRingFormat::parseLine).toList());
    }

    private static boolean counts(String line) {
        return !line.isBlank() && !line.strip().startsWith("#");
    }

    private static KeyRing.Key parseLine(String line) {
        String[] words = line.strip().split(" +");
        if (words.length == 2 && !words[1].equals(REMOVED)) {
            return new KeyRing.Key(words[0], Base64.getDecoder().decode(words[1]));
        }
        if (words.length < 2 || !words[1].equals(REMOVED)) {
            throw new IllegalArgumentException("a line is not \"<id> <base64>\"");
        }
        Map<String, byte[]> derived = new LinkedHashMap<>();
        for (int i = 2; i < words.length; i++) {
            int sign = words[i].indexOf('=');
            if (sign < 0) {
                throw new IllegalArgumentException("a removed key's line has a word that is not <purpose>=<base64>");
            }
            derived.put(words[i].substring(0, sign), Base64.getDecoder().decode(words[i].substring(sign + 1)));
        }
        return KeyRing.Key.reduced(words[0], derived);
    }

    static String print(KeyRing.Key first) {
        return HEAD + "\n" + COMMENT + line(first) + "\n";
    }

    /** The text with one more key at its end; comments stay. */
    static String add(String text, KeyRing.Key key) {
        return (text.endsWith("\n") ? text : text + "\n") + line(key) + "\n";
    }

    /** The text with one key reduced; comments and the order stay. Empty if there is no such key. */
    static Optional<String> reduce(String text, String id) {
        List<String> lines = new ArrayList<>();
        boolean found = false;
        for (String line : text.lines().toList()) {
            boolean it = counts(line) && line.strip().startsWith(id + " ");
            found |= it;
            KeyRing.Key key = it ? parseLine(line) : null;
            lines.add(key == null || key.isReduced() ? line : line(key.reduce()));
        }
        return found ? Optional.of(String.join("\n", lines) + "\n") : Optional.empty();
    }

    private static String line(KeyRing.Key key) {
        if (!key.isReduced()) {
            return key.id() + " " + Base64.getEncoder().encodeToString(key.bytes());
        }
        StringBuilder line = new StringBuilder(key.id() + " " + REMOVED);
        KeyRing.Key.KEPT.stream()
                .sorted()
                .forEach(label -> line.append(' ')
                        .append(label)
                        .append('=')
                        .append(Base64.getEncoder().encodeToString(key.forPurpose(label))));
        return line.toString();
    }
}
