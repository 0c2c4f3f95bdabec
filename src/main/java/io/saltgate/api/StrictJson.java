package io.saltgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.SharedJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Reads JSON (RFC 8259) that can be read in one way only: UTF-8, no member twice (section 4 leaves open which of them
 * counts), nothing behind its end, nested a few levels deep at most.
 */
final class StrictJson {

    /** The deepest nesting: twice what our calls need, except for payloads that are passed on unchanged. */
    static final int MAX_DEPTH = 8;

    private static final JsonParserFactory PARSERS = SharedJson.createParserFactory();

    private final JsonParser parser;
    private final int maxDepth;

    private StrictJson(JsonParser parser, int maxDepth) {
        this.parser = parser;
        this.maxDepth = maxDepth;
    }

    /** @throws CallRefused with 400 for anything else */
    static JsonValue parse(byte[] bytes, int maxDepth) {
        // A NUL is nowhere in JSON. Among the first bytes it is half of a character in UTF-16, or more of UTF-32.
        for (int i = 0; i < Math.min(bytes.length, 4); i++) {
            if (bytes[i] == 0) {
                throw notUtf8();
            }
        }
        String text;
        try {
            text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw notUtf8();
        }
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            JsonValue value = new StrictJson(parser, maxDepth).readDocument();
            if (parser.hasNext()) {
                throw malformed();
            }
            return value;
        } catch (JsonException
                | NoSuchElementException
                | IllegalStateException
                | NumberFormatException
                | UnsupportedOperationException e) {
            throw malformed(); // the last two for numbers beyond what Java or the parser can have
        }
    }

    private static CallRefused notUtf8() {
        return CallRefused.malformed("json.not.utf.eight", "The body is not UTF-8, which JSON must be");
    }

    private static CallRefused malformed() {
        return CallRefused.malformed("json.malformed", "The body is not JSON");
    }

    private JsonValue readDocument() {
        return read(parser.next(), 1);
    }

    private JsonValue read(JsonParser.Event event, int depth) {
        if (depth > maxDepth) {
            throw CallRefused.malformed("json.too.deep", "The body is nested too deeply");
        }
        return switch (event) {
            case START_OBJECT -> readObject(depth);
            case START_ARRAY -> readArray(depth);
            default -> parser.getValue();
        };
    }

    private JsonValue readObject(int depth) {
        JsonObjectBuilder object = SharedJson.createObjectBuilder();
        Set<String> names = new HashSet<>();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_OBJECT; event = parser.next()) {
            String name = parser.getString();
            if (!names.add(name)) {
                throw CallRefused.malformed("json.duplicate.member", "The body has " + Typed.quote(name) + " twice");
            }
            object.add(name, read(parser.next(), depth + 1));
        }
        return object.build();
    }

    private JsonValue readArray(int depth) {
        JsonArrayBuilder array = SharedJson.createArrayBuilder();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_ARRAY; event = parser.next()) {
            array.add(read(event, depth + 1));
        }
        return array.build();
    }
}
