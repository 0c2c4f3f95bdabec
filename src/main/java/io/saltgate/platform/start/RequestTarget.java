package io.saltgate.platform.start;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * The target of a request as it was sent (RFC 9112, section 3.2), without its query: says what the application is to be
 * asked instead. Servers of the GlassFish family answer an empty 200, 400 or 500 to a path that they can't decode,
 * before any application hears of it.
 */
final class RequestTarget {

    /** The decision about a target. */
    enum Kind {
        /** Passes on as it was sent. */
        AS_SENT,
        /** A question to the gate: whatever a gateway appended decides nothing. */
        GATE,
        /** Can't be read, and asks for a page. */
        MALFORMED,
        /** Can't be read, and asks for the JSON API. */
        MALFORMED_CALL
    }

    private static final byte[] VERIFY = bytes("/verify");
    private static final byte[] API = bytes("/api/");

    private final byte[] context;
    private final boolean colons;

    /**
     * @param contextPath of the application; empty for the root
     * @param colons whether the server can read a path with a colon
     */
    RequestTarget(String contextPath, boolean colons) {
        this.context = bytes(contextPath);
        this.colons = colons;
    }

    Kind kindOf(byte[] target, int start, int end) {
        boolean ours = startsWith(target, start, end, context);
        int path = start + context.length;
        if (ours && startsWith(target, path, end, VERIFY) && endsSegment(target, path + VERIFY.length, end)) {
            return Kind.GATE;
        }
        if (isReadable(target, start, end)) {
            return Kind.AS_SENT;
        }
        return ours && startsWith(target, path, end, API) ? Kind.MALFORMED_CALL : Kind.MALFORMED;
    }

    private static boolean endsSegment(byte[] target, int at, int end) {
        return at >= end || target[at] == '/' || target[at] == ';';
    }

    private static boolean startsWith(byte[] target, int start, int end, byte[] prefix) {
        return end - start >= prefix.length
                && Arrays.equals(target, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private boolean isReadable(byte[] target, int start, int end) {
        if (start >= end || target[start] != '/') {
            return false;
        }
        boolean plain = true;
        for (int i = start; i < end; i++) {
            byte each = target[i];
            if (each == '\\' || each >= 0 && each <= ' ' || each == 0x7F || each == ':' && !colons) {
                return false;
            }
            plain &= each != '%' && each != '.' && each >= 0;
        }
        return plain || isDecodable(target, start, end);
    }

    /** Whether its escapes are whole, give UTF-8 without NUL or backslash, and its dots stay below the root. */
    private static boolean isDecodable(byte[] target, int start, int end) {
        byte[] decoded = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            int each = target[i];
            if (each == '%') {
                int high = i + 2 < end ? Character.digit(target[i + 1], 16) : -1;
                int low = i + 2 < end ? Character.digit(target[i + 2], 16) : -1;
                each = high << 4 | low;
                i += 2;
                if (high < 0 || low < 0 || each == 0 || each == '\\') {
                    return false;
                }
            }
            decoded[length++] = (byte) each;
        }
        try {
            return staysBelowRoot(UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean staysBelowRoot(String path) {
        int depth = 0;
        for (String segment : path.substring(1).split("/")) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> depth--;
                default -> depth++;
            }
            if (depth < 0) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
