package io.saltgate.platform.web;

import io.saltgate.platform.Settings;
import io.saltgate.platform.SharedJson;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;

/** The frame of every JSON answer: {@code status} 1 or 0, {@code messages}, {@code data}. */
public final class JsonEnvelope {

    private JsonEnvelope() {}

    /** Where the reference is: read at the first failure, since some successes come before there are settings. */
    private static final class Reference {
        private static final PublicUrl ADDRESS = PublicUrl.from(Settings.current());
    }

    public static String success(JsonValue data) {
        return SharedJson.createObjectBuilder()
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
     * @param message for the developer who reads the answer; in English, as API messages are
     */
    public record Complaint(String code, String message) {}

    /** @param code dotted lower case */
    public static String failure(String code, String message) {
        return failure(List.of(new Complaint(code, message)));
    }

    /** @param complaints one at least; the first stands at the top too, where many clients look */
    public static String failure(List<Complaint> complaints) {
        return failed(complaints).build().toString();
    }

    /**
     * As {@link #failure(List)}, with the members of RFC 9457 that don't collide with the envelope's own: {@code type},
     * {@code title} and {@code detail}. Its {@code status} can't be: here that is 0 or 1.
     */
    public static String problem(List<Complaint> complaints) {
        Complaint first = complaints.getFirst();
        JsonObjectBuilder problem = failed(complaints);
        ErrorCode.find(first.code())
                .ifPresent(code ->
                        problem.add("type", Reference.ADDRESS.of(code.type())).add("title", code.title()));
        return problem.add("detail", first.message()).build().toString();
    }

    private static JsonObjectBuilder failed(List<Complaint> complaints) {
        JsonArrayBuilder messages = SharedJson.createArrayBuilder();
        for (Complaint complaint : complaints) {
            messages.add(SharedJson.createObjectBuilder()
                    .add("code", complaint.code())
                    .add("message", complaint.message()));
        }
        return SharedJson.createObjectBuilder()
                .add("status", 0)
                .add("messages", messages)
                .add("message", complaints.getFirst().message())
                .add("data", JsonValue.NULL);
    }
}
