package io.saltgate.platform.web;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/** The frame of every JSON answer: {@code status} 1 or 0, {@code messages}, {@code data}. */
public final class JsonEnvelope {

    /** Json's own methods look the provider up each time, in all of the application's archives. */
    private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

    private JsonEnvelope() {}

    public static String success(JsonValue data) {
        return JSON.createObjectBuilder()
                .add("status", 1)
                .add("messages", JsonValue.EMPTY_JSON_ARRAY)
                .add("data", data)
                .build()
                .toString();
    }

    /**
     * What stands against a request.
     *
     * @param code dotted lower case
     * @param message for whoever reads the answer; English, as API messages are
     */
    public record Complaint(String code, String message) {}

    /** @param code dotted lower case */
    public static String failure(String code, String message) {
        return failure(List.of(new Complaint(code, message)));
    }

    /** @param complaints one at least; the first stands at the top too, where many clients look */
    public static String failure(List<Complaint> complaints) {
        JsonArrayBuilder messages = JSON.createArrayBuilder();
        for (Complaint complaint : complaints) {
            messages.add(
                    JSON.createObjectBuilder().add("code", complaint.code()).add("message", complaint.message()));
        }
        return JSON.createObjectBuilder()
                .add("status", 0)
                .add("messages", messages)
                .add("message", complaints.getFirst().message())
                .add("data", JsonValue.NULL)
                .build()
                .toString();
    }
}
