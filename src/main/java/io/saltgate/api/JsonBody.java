package io.saltgate.api;

import io.saltgate.platform.web.JsonEnvelope.Complaint;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON object of a call, with its members by name and type. Unknown members are refused by name. */
final class JsonBody {

    /** The longest body, in bytes: ten thousand whitelist entries with their labels fit. */
    static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final int MAX_COMPLAINTS = 20;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Set<String> JSON = Set.of("application/json", "application/merge-patch+json");

    private final JsonObject object;
    private final String place;

    private JsonBody(JsonObject object, String place) {
        this.object = object;
        this.place = place;
    }

    /**
     * The body of a call that may also come without one.
     *
     * @param known the members that the call takes
     * @throws CallRefused if it is too large, of another media type, no JSON, no object, or has other members
     */
    static JsonBody readOptional(HttpServletRequest request, InputStream entity, String... known) {
        return parseOptional(request, readBytes(request, entity), known);
    }

    /** As {@link #readOptional}, of a body that was read before. */
    static JsonBody parseOptional(HttpServletRequest request, byte[] bytes, String... known) {
        return bytes.length == 0
                ? new JsonBody(JsonValue.EMPTY_JSON_OBJECT, "")
                : parse(request, bytes, StrictJson.MAX_DEPTH, known);
    }

    /** As {@link #readOptional}, but the body is required. */
    static JsonBody read(HttpServletRequest request, InputStream entity, String... known) {
        return parseRequired(request, readBytes(request, entity), known);
    }

    /** As {@link #read}, of a body that was read before. */
    static JsonBody parseRequired(HttpServletRequest request, byte[] bytes, String... known) {
        return parseRequired(request, bytes, StrictJson.MAX_DEPTH, known);
    }

    /**
     * A body that was read before.
     *
     * @param depth how deep it may be nested
     */
    static JsonBody parseRequired(HttpServletRequest request, byte[] bytes, int depth, String... known) {
        if (bytes.length == 0) {
            throw CallRefused.malformed("body.missing", "This call needs a body");
        }
        return parse(request, bytes, depth, known);
    }

    /** As {@link #readBytes(HttpServletRequest, InputStream, int)}, of up to {@link #MAX_BYTES}. */
    static byte[] readBytes(HttpServletRequest request, InputStream entity) {
        return readBytes(request, entity, MAX_BYTES);
    }

    /**
     * As it came, for a call that keeps it so, but for a byte order mark before it (RFC 8259, section 8.1).
     *
     * @throws CallRefused if it is too large or compressed
     */
    static byte[] readBytes(HttpServletRequest request, InputStream entity, int most) {
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

    private static JsonBody parse(HttpServletRequest request, byte[] bytes, int depth, String... known) {
        if (!isJson(request.getContentType())) {
            throw CallRefused.mediaType();
        }
        return of(StrictJson.parse(bytes, depth), "", known);
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

    /**
     * An object within the body.
     *
     * @param place what to call it in a complaint, such as {@code entries[3]}; empty for the body itself
     */
    static JsonBody of(JsonValue value, String place, String... known) {
        if (!(value instanceof JsonObject object)) {
            throw CallRefused.unprocessable(
                    "field.type.wrong", (place.isEmpty() ? "The body" : place) + " must be an object");
        }
        List<Complaint> unknown = object.keySet().stream()
                .filter(name -> !Arrays.asList(known).contains(name))
                .limit(MAX_COMPLAINTS)
                .map(name -> new Complaint(
                        "field.unknown",
                        "There is no field " + Typed.quote(name) + (place.isEmpty() ? "" : " in " + place)
                                + (known.length == 0 ? "" : "; there are " + String.join(", ", known))))
                .toList();
        if (!unknown.isEmpty()) {
            throw CallRefused.unprocessable(unknown);
        }
        return new JsonBody(object, place);
    }

    /** Whether a member is present, even if it is null. */
    boolean has(String name) {
        return object.containsKey(name);
    }

    /** Reads a text; empty if it is absent or null. */
    Optional<String> findText(String name) {
        JsonValue value = object.get(name);
        if (value == null || value.equals(JsonValue.NULL)) {
            return Optional.empty();
        }
        if (value instanceof JsonString text) {
            return Optional.of(text.getString());
        }
        throw wrongType(name, "a text");
    }

    String text(String name) {
        return findText(name).orElseThrow(() -> missing(name));
    }

    boolean bool(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            throw missing(name);
        }
        return switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw wrongType(name, "true or false");
        };
    }

    JsonArray list(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            throw missing(name);
        }
        if (value instanceof JsonArray array) {
            return array;
        }
        throw wrongType(name, "a list");
    }

    JsonObject object(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            throw missing(name);
        }
        if (value instanceof JsonObject inner) {
            return inner;
        }
        throw wrongType(name, "an object");
    }

    /** Reads a list of texts; empty if it is absent. */
    List<String> texts(String name) {
        if (!has(name)) {
            return List.of();
        }
        return list(name).stream()
                .map(value -> {
                    if (value instanceof JsonString text) {
                        return text.getString();
                    }
                    throw wrongType(name, "a list of texts");
                })
                .toList();
    }

    private CallRefused wrongType(String name, String type) {
        return CallRefused.unprocessable("field.type.wrong", path(name) + " must be " + type);
    }

    private CallRefused missing(String name) {
        return CallRefused.unprocessable("field.missing", path(name) + " is missing");
    }

    private String path(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }
}
