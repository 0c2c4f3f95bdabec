package io.saltgate.api;

import io.saltgate.api.schema.Nothing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The body of a call: the JSON object bound to a record, and the bytes that it came as.
 *
 * @param <T> the record, whose shape the object must have
 */
final class JsonCall<T extends Record> {

    /** The longest body, in bytes: ten thousand whitelist entries with their labels fit. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Set<String> JSON = Set.of("application/json", "application/merge-patch+json");

    /** How long a body may be in bytes, and how deep. */
    record Limits(int bytes, int depth) {
        static final Limits USUAL = new Limits(MAX_BYTES, StrictJson.MAX_DEPTH);
    }

    private final byte[] bytes;
    private final ObjectNode object;
    private final T body;

    private JsonCall(byte[] bytes, ObjectNode object, Class<T> type) {
        this.bytes = bytes;
        this.object = object;
        BodyCheck.check(object, type);
        this.body = ApiJson.MAPPER.treeToValue(object, type);
    }

    /** @throws CallRefused if it is missing, too large, of another media type, no JSON, or not of the record's shape */
    static <T extends Record> JsonCall<T> required(HttpServletRequest request, InputStream entity, Class<T> type) {
        return required(request, entity, type, Limits.USUAL);
    }

    static <T extends Record> JsonCall<T> required(
            HttpServletRequest request, InputStream entity, Class<T> type, Limits limits) {
        byte[] bytes = readBytes(request, entity, limits.bytes());
        if (bytes.length == 0) {
            throw CallRefused.malformed("body.missing", "This call needs a body");
        }
        return new JsonCall<>(bytes, parse(request, bytes, limits.depth()), type);
    }

    /** As {@link #required}, of a call that may also come without a body. */
    static <T extends Record> JsonCall<T> optional(HttpServletRequest request, InputStream entity, Class<T> type) {
        byte[] bytes = readBytes(request, entity, MAX_BYTES);
        ObjectNode object =
                bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : parse(request, bytes, StrictJson.MAX_DEPTH);
        return new JsonCall<>(bytes, object, type);
    }

    /** Of a call that takes nothing: its body may be missing, or an empty object. */
    static JsonCall<Nothing> none(HttpServletRequest request, InputStream entity) {
        return optional(request, entity, Nothing.class);
    }

    /**
     * Binds a part of a body, of which each is checked by itself.
     *
     * @param place where it is, as a refusal says it
     * @throws CallRefused with 422 if it is not of the record's shape
     */
    static <R extends Record> R bind(JsonNode part, Class<R> type, String place) {
        BodyCheck.check(part, type, place);
        return ApiJson.MAPPER.treeToValue(part, type);
    }

    T body() {
        return body;
    }

    /** Whether a member is present, even if it is null. */
    boolean has(String name) {
        return object.has(name);
    }

    /** The body as it came, without the byte order mark before it. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * As it came, for a call that keeps it so, but for a byte order mark before it (RFC 8259, section 8.1).
     *
     * @throws CallRefused if it is too large or compressed
     */
    private static byte[] readBytes(HttpServletRequest request, InputStream entity, int most) {
        String encoding = String.join(", ", Collections.list(request.getHeaders("Content-Encoding")))
                .strip();
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
            throw CallRefused.contentEncoding(encoding);
        }
        if (request.getContentLengthLong() > most) {
            throw CallRefused.of(413);
        }
        byte[] bytes;
        try {
            bytes = entity.readNBytes(most + 1);
        } catch (IOException e) { // cut off on its way, or its chunks can't be read
            throw CallRefused.of(400);
        }
        if (bytes.length > most) {
            throw CallRefused.of(413);
        }
        return startsWithMark(bytes) ? Arrays.copyOfRange(bytes, BYTE_ORDER_MARK.length, bytes.length) : bytes;
    }

    private static boolean startsWithMark(byte[] bytes) {
        int mark = BYTE_ORDER_MARK.length;
        return bytes.length >= mark && Arrays.equals(bytes, 0, mark, BYTE_ORDER_MARK, 0, mark);
    }

    private static ObjectNode parse(HttpServletRequest request, byte[] bytes, int depth) {
        if (!isJson(request.getContentType())) {
            throw CallRefused.mediaType();
        }
        JsonNode value = StrictJson.parse(bytes, depth);
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw CallRefused.unprocessable("field.type.wrong", "The body must be an object");
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        try {
            MediaType type = MediaType.valueOf(contentType);
            String charset = type.getParameters().getOrDefault(MediaType.CHARSET_PARAMETER, "utf-8");
            return JSON.contains((type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT))
                    && charset.equalsIgnoreCase(StandardCharsets.UTF_8.name());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
