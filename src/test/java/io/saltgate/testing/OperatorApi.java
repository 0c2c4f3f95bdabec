package io.saltgate.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A client of the operator's calls, with one key. Every answer is compared with the OpenAPI document. */
public record OperatorApi(SaltgateServer server, String key) {

    /** With the configured key of the shared server. */
    public static OperatorApi onShared() {
        return new OperatorApi(SaltgateServer.shared(), SaltgateServer.OPERATOR_KEY);
    }

    /** @param path behind {@code /api/v1} */
    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** @param body JSON in which {@code '} stands for {@code "}; null for none */
    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer send(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + key));
        if (body != null) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        all.addAll(List.of(headers));
        String json = body == null ? null : body.replace('\'', '"');
        Answer answer = Http.send(method, server.address() + "/api/v1" + path, json, all.toArray(String[]::new));
        ApiSchemas.check(method, path, json, answer);
        return answer;
    }

    /** What a success carries. */
    public static JsonObject data(Answer answer) {
        JsonObject envelope = envelope(answer);
        if (answer.status() >= 300 || envelope.getInt("status") != 1) {
            throw new AssertionError("no success: " + answer);
        }
        return envelope.getJsonObject("data");
    }

    /** The code of a failure, which must have the envelope's form. */
    public static String code(Answer answer) {
        JsonObject envelope = envelope(answer);
        JsonObject first = envelope.getJsonArray("messages").getJsonObject(0);
        boolean failure =
                envelope.keySet().equals(Set.of("status", "messages", "message", "data", "type", "title", "detail"))
                        && envelope.getInt("status") == 0
                        && envelope.isNull("data")
                        && envelope.getString("message").equals(first.getString("message"))
                        && first.getString("code").matches("[a-z]+(\\.[a-z]+)+");
        if (answer.status() < 400 || !failure) {
            throw new AssertionError("no failure in the envelope: " + answer);
        }
        return first.getString("code");
    }

    private static JsonObject envelope(Answer answer) {
        if (!String.valueOf(answer.header("Content-Type")).startsWith("application/json")
                || !"no-store".equals(answer.header("Cache-Control"))
                || !answer.headers("Set-Cookie").isEmpty()) {
            throw new AssertionError("not how the API answers: " + answer);
        }
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }
}
