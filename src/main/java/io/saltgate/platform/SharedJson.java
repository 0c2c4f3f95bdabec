package io.saltgate.platform;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParserFactory;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Creates JSON builders and readers with one provider. The methods of {@code jakarta.json.Json} look the provider up
 * in all of the application's archives at each call.
 */
public final class SharedJson {

    /** Safe for use by several threads, as its specification says. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final JsonWriterFactory PRETTY =
            JSON.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

    private SharedJson() {}

    public static JsonObjectBuilder createObjectBuilder() {
        return JSON.createObjectBuilder();
    }

    public static JsonArrayBuilder createArrayBuilder() {
        return JSON.createArrayBuilder();
    }

    public static JsonReader createReader(Reader text) {
        return JSON.createReader(text);
    }

    public static JsonParserFactory createParserFactory() {
        return JSON.createParserFactory(Map.of());
    }

    /** Writes an object over several lines, for people. */
    public static String pretty(JsonObject object) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = PRETTY.createWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString().strip();
    }

    public static JsonString createValue(String value) {
        return JSON.createValue(value);
    }

    public static JsonNumber createValue(BigDecimal value) {
        return JSON.createValue(value);
    }
}
