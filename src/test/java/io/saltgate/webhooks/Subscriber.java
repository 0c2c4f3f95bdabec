package io.saltgate.webhooks;

import static io.saltgate.testing.OperatorApi.data;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.testing.Answer;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.SaltgateServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** An account with its API on, as its back end sees it: by the operator's calls alone. */
record Subscriber(OperatorApi api, String slug, String salt) {

    static Subscriber on(SaltgateServer server) {
        OperatorApi api = new OperatorApi(server, SaltgateServer.OPERATOR_KEY);
        String slug = "w" + UUID.randomUUID().toString().substring(0, 12);
        data(api.post("/accounts", "{'name':'Webhooks','slug':'" + slug + "'}"));
        String salt =
                data(api.post("/accounts/" + slug + "/api/activation", null)).getString("privateSalt");
        return new Subscriber(api, slug, salt);
    }

    /** The same, asked of another node. */
    Subscriber at(SaltgateServer node) {
        return new Subscriber(new OperatorApi(node, api.key()), slug, salt);
    }

    Answer post(String path, String body, String... headers) {
        return api.post("/accounts/" + slug + path, body, headers);
    }

    /** @return its id */
    String add(Receiver receiver, String path, String... types) {
        return add("http://127.0.0.1:" + receiver.port() + path, types);
    }

    String add(String url, String... types) {
        String list = types.length == 0 ? "" : "'" + String.join("','", types) + "'";
        return data(post("/webhooks", "{'url':'" + url + "','types':[" + list + "]}"))
                .getString("id");
    }

    /** @return the event's id */
    String tell(String document) {
        return data(post("/events", event("document.completed", document, "{}")))
                .getString("eventId");
    }

    static String event(String type, String document, String payload) {
        return "{'type':'" + type + "','documentId':'" + document + "','payload':" + payload + "}";
    }

    /** Newest first, one page. */
    List<JsonObject> deliveries(String query) {
        return data(api.get("/accounts/" + slug + "/deliveries" + query))
                .getJsonArray("deliveries")
                .getValuesAs(JsonObject.class);
    }

    JsonObject delivery(String id) {
        return data(api.get("/accounts/" + slug + "/deliveries/" + id));
    }

    JsonObject endpoint(String id) {
        return data(api.get("/accounts/" + slug + "/webhooks"))
                .getJsonArray("webhooks")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    static JsonObject json(Receiver.Request request) {
        try (JsonReader reader = Json.createReader(new StringReader(text(request)))) {
            return reader.readObject();
        }
    }

    static String text(Receiver.Request request) {
        return new String(request.body(), UTF_8);
    }

    static String id(Receiver.Request request) {
        return request.header("webhook-id").orElseThrow().toLowerCase(Locale.ROOT);
    }
}
