package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the caller wrote reaches the receiver byte for byte. */
class PayloadTest {

    private static final Payload.Facts FACTS = new Payload.Facts(
            new UUID(1, 2), "document.completed", Instant.parse("2026-03-01T10:11:12.123456Z"), "doc \"1\"");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{ \"a\" : 1.10 , \"b\":[1e3, -0, {\"payload\":{}}] }",
                "{\"a\":\"\\u0041\\/\\\"}{\"}",
                "{\"n\":123456789012345678901234567890}",
                "{\"a\":\"😊\u2028\"\n}",
                "{\"mac2\":\"}\"}"
            })
    void staysAsItWasWritten(String payload) {
        String call = "{\"type\":\"x\", \"payload\" :\t" + payload + "\n,\"documentId\":\"}{\"}";

        assertThat(Payload.cut(call, "payload")).contains(payload);
        String body = new String(new Payload(payload).toBody(FACTS, "00ff"), UTF_8);
        assertThat(body)
                .startsWith(payload.substring(0, payload.length() - 1))
                .endsWith(
                        ",\"type\":\"document.completed\",\"eventId\":\"00000000-0000-0001-0000-000000000002\","
                                + "\"occurredAt\":\"2026-03-01T10:11:12.123Z\",\"documentId\":\"doc \\\"1\\\"\",\"mac\":\"00ff\"}");
        assertThat(parse(body).getString("documentId")).isEqualTo("doc \"1\"");
    }

    @Test
    void anEmptyOneHasNoComma() {
        assertThat(parse(new String(new Payload("{ \n}").toBody(FACTS, null), UTF_8))
                        .keySet())
                .containsExactly("type", "eventId", "occurredAt", "documentId");
    }

    @Test
    void isFoundByANameThatIsWrittenWithEscapes() {
        assertThat(Payload.cut("{\"x\":\"payload\",\"p\\u0061yload\":{\"a\":1}}", "payload"))
                .contains("{\"a\":1}");
        assertThat(Payload.cut("{\"inner\":{\"payload\":{}}}", "payload")).isEmpty();
        assertThat(Payload.cut(" { } ", "payload")).isEmpty();
    }

    @Test
    void mayNotHaveWhatADeliveryHasItself() {
        assertThat(Payload.findReserved(List.of("a", "mac"))).contains("mac");
        assertThat(Payload.findReserved(List.of("Type", "types", "MAC"))).isEmpty();
    }

    /** However the object looks, what is cut out of it is what a parser finds there. */
    @Property(tries = 500)
    void isWhatAParserFinds(@ForAll("objects") JsonObject object, @ForAll("blanks") String blanks) {
        String call = blanks + "{" + blanks + "\"a\"" + blanks + ":" + object + "," + blanks + "\"payload\":" + blanks
                + object + blanks + ",\"z\":[" + object + "]}" + blanks;

        String cut = Payload.cut(call, "payload").orElseThrow();

        assertThat(cut).isEqualTo(object.toString());
        JsonObject body = parse(new String(new Payload(cut).toBody(FACTS, "m"), UTF_8));
        assertThat(body).hasSize(object.size() + 5).containsAllEntriesOf(object);
    }

    @Provide
    Arbitrary<JsonObject> objects() {
        return object(3);
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of(" ", "\t", "\n", "\r").list().ofMaxSize(3).map(all -> String.join("", all));
    }

    private static Arbitrary<JsonObject> object(int depth) {
        Arbitrary<String> names = Arbitraries.strings()
                .ofMaxLength(6)
                .filter(name -> !Payload.RESERVED.contains(name)
                        && name.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000));
        return Arbitraries.maps(names, value(depth - 1)).ofMaxSize(4).map(PayloadTest::object);
    }

    private static Arbitrary<JsonValue> value(int depth) {
        Arbitrary<JsonValue> simple = Arbitraries.oneOf(
                Arbitraries.strings()
                        .ofMaxLength(8)
                        .filter(text -> text.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000))
                        .map(Json::createValue),
                Arbitraries.bigDecimals().map(Json::createValue),
                Arbitraries.of(JsonValue.TRUE, JsonValue.FALSE, JsonValue.NULL));
        if (depth == 0) {
            return simple;
        }
        Arbitrary<JsonValue> lists = value(depth - 1).list().ofMaxSize(3).map(values -> {
            JsonArrayBuilder list = Json.createArrayBuilder();
            values.forEach(list::add);
            return list.build();
        });
        return Arbitraries.oneOf(simple, lists, object(depth).map(one -> one));
    }

    private static JsonObject object(Map<String, JsonValue> members) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        members.forEach(object::add);
        return object.build();
    }

    private static JsonObject parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
