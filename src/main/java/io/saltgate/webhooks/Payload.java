package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.SharedJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The object that the caller hands in, as text and never as anything else: numbers, the order of members and escapes
 * reach receivers as they were written. A delivery's body has its members first and then ours.
 *
 * @param json a JSON object (RFC 8259) that was read and found well formed
 */
public record Payload(String json) {

    /** Bytes in UTF-8. */
    public static final int MAX_BYTES = 256 * 1024;

    /** Members that a delivery has of its own. */
    public static final Set<String> RESERVED = Set.of("type", "eventId", "occurredAt", "documentId", "mac");

    public Payload {
        if (!json.startsWith("{") || !json.endsWith("}")) {
            throw new IllegalArgumentException("not an object");
        }
    }

    /** The member, if any, that a payload can't have. */
    public static Optional<String> findReserved(Collection<String> members) {
        return members.stream().filter(RESERVED::contains).findFirst();
    }

    /** The bytes on the wire. */
    public byte[] toBody(Facts facts, @Nullable String mac) {
        StringBuilder body = new StringBuilder(json.length() + 400).append(json, 0, json.length() - 1);
        if (!json.substring(1, json.length() - 1).isBlank()) {
            body.append(',');
        }
        append(body, "type", facts.type());
        append(body.append(','), "eventId", facts.eventId().toString());
        append(
                body.append(','),
                "occurredAt",
                facts.occurredAt().truncatedTo(ChronoUnit.MILLIS).toString());
        append(body.append(','), "documentId", facts.documentId());
        if (mac != null) {
            append(body.append(','), "mac", mac);
        }
        return body.append('}').toString().getBytes(UTF_8);
    }

    private static void append(StringBuilder body, String name, String value) {
        body.append('"').append(name).append("\":").append(SharedJson.createValue(value));
    }

    /** What Saltgate adds. */
    public record Facts(UUID eventId, String type, Instant occurredAt, String documentId) {}

    /**
     * Cuts one member's value out of an object, exactly as it stands there.
     *
     * @param json an object that is well formed and has no member twice
     * @return empty if there is no such member
     */
    public static Optional<String> cut(String json, String member) {
        return new Scan(json).find(member);
    }

    /** Goes over well-formed JSON and leaves alone what it finds. */
    private static final class Scan {

        private static final List<Character> BLANKS = List.of(' ', '\t', '\n', '\r');

        private final String json;
        private int at;

        Scan(String json) {
            this.json = json;
        }

        Optional<String> find(String member) {
            skipBlanks();
            at++; // the brace
            skipBlanks();
            while (json.charAt(at) != '}') {
                int name = at;
                skipText();
                boolean found = isName(json.substring(name, at), member);
                skipBlanks();
                at++; // the colon
                skipBlanks();
                int value = at;
                skipValue();
                if (found) {
                    return Optional.of(json.substring(value, at));
                }
                skipBlanks();
                if (json.charAt(at) == ',') {
                    at++;
                    skipBlanks();
                }
            }
            return Optional.empty();
        }

        /** A name may be written with escapes. */
        private static boolean isName(String quoted, String member) {
            if (quoted.indexOf('\\') < 0) {
                return quoted.equals('"' + member + '"');
            }
            try (var reader = SharedJson.createReader(new java.io.StringReader("[" + quoted + "]"))) {
                return reader.readArray().getString(0).equals(member);
            }
        }

        private void skipBlanks() {
            while (BLANKS.contains(json.charAt(at))) {
                at++;
            }
        }

        private void skipText() {
            at++;
            while (json.charAt(at) != '"') {
                at += json.charAt(at) == '\\' ? 2 : 1;
            }
            at++;
        }

        private void skipValue() {
            int depth = 0;
            do {
                char c = json.charAt(at);
                if (c == '"') {
                    skipText();
                } else if (c == '{' || c == '[') {
                    depth++;
                    at++;
                } else if (c == '}' || c == ']') {
                    depth--;
                    at++;
                } else if (depth > 0) {
                    at++;
                } else {
                    skipWord();
                }
            } while (depth > 0);
        }

        /** A number, true, false or null. */
        private void skipWord() {
            while (at < json.length() && ",}] \t\n\r".indexOf(json.charAt(at)) < 0) {
                at++;
            }
        }
    }
}
