package io.saltgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads JSON (RFC 8259) that can be read in one way only: UTF-8, no member twice (section 4 leaves open which of them
 * counts), nothing behind its end, nested a few levels deep at most.
 */
final class StrictJson {

    /** The deepest nesting: twice what our calls need, except for payloads that are passed on unchanged. */
    static final int MAX_DEPTH = 8;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final int maxDepth;

    private StrictJson(JsonParser parser, int maxDepth) {
        this.parser = parser;
        this.maxDepth = maxDepth;
    }

    /** @throws CallRefused with 400 for anything else */
    static JsonNode parse(byte[] bytes, int maxDepth) {
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
        try (JsonParser parser = ApiJson.MAPPER.createParser(new StringReader(text))) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw malformed();
            }
            JsonNode value = new StrictJson(parser, maxDepth).read(first, 1);
            if (parser.nextToken() != null) {
                throw malformed();
            }
            return value;
        } catch (JacksonException | NumberFormatException e) { // the latter of an exponent beyond all limits
            throw malformed();
        }
    }

    private static CallRefused notUtf8() {
        return CallRefused.malformed("json.not.utf.eight", "The body is not UTF-8, which JSON must be");
    }

    private static CallRefused malformed() {
        return CallRefused.malformed("json.malformed", "The body is not JSON");
    }

    private JsonNode read(JsonToken token, int depth) {
        if (depth > maxDepth) {
            throw CallRefused.malformed("json.too.deep", "The body is nested too deeply");
        }
        return switch (token) {
            case START_OBJECT -> readObject(depth);
            case START_ARRAY -> readArray(depth);
            case VALUE_STRING -> NODES.stringNode(parser.getString());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            // Read, so that one beyond what numbers can be is refused; kept as a text could be.
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
            default -> throw malformed();
        };
    }

    private JsonNode readObject(int depth) {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (name == null) {
                throw malformed();
            }
            if (object.has(name)) {
                throw CallRefused.malformed("json.duplicate.member", "The body has " + Typed.quote(name) + " twice");
            }
            object.set(name, read(parser.nextToken(), depth + 1));
        }
        return object;
    }

    private JsonNode readArray(int depth) {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(read(token, depth + 1));
        }
        return array;
    }
}
