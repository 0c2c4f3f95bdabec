package io.saltgate.platform.web;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** The frame of every JSON answer: {@code status} 1 or 0, {@code messages}, {@code data}. */
public final class JsonEnvelope {

    private JsonEnvelope() {}

    public static String success(JsonValue data) {
        return Json.createObjectBuilder()
                .add("status", 1)
                .add("messages", JsonValue.EMPTY_JSON_ARRAY)
                .add("data", data)
                .build()
                .toString();
    }

    /** @param code dotted lower case */
    public static String failure(String code, String message) {
        JsonObject detail = Json.createObjectBuilder()
                .add("code", code)
                .add("message", message)
                .build();
        return Json.createObjectBuilder()
                .add("status", 0)
                .add("messages", Json.createArrayBuilder().add(detail))
                .add("message", message)
                .add("data", JsonValue.NULL)
                .build()
                .toString();
    }
}
