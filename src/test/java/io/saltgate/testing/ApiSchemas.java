package io.saltgate.testing;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.saltgate.api.ApiJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares what the API answers with {@code docs/openapi.json}: each answer has the status, the code and the schema
 * that the document says, and each body that was accepted is one that it allows.
 */
public final class ApiSchemas {

    /** What stands against calls that no operation has, or that the server itself refuses. */
    private static final Set<Integer> EVERYWHERE = Set.of(405, 414, 431, 501);

    /** The API's own, with its limits. */
    private static final JsonMapper JSON = ApiJson.MAPPER;

    private static final JsonNode DOCUMENT = read(Path.of("docs/openapi.json"));
    private static final JsonNode STRICT = strict(DOCUMENT);
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private ApiSchemas() {}

    /**
     * @param path behind {@code /api/v1}
     * @param body that was sent; null for none
     */
    public static void check(String method, String path, String body, Answer answer) {
        String operation = find(method, path.replaceAll("[?].*", "").replaceAll("(?<=.)/$", ""));
        if (operation.isEmpty() || method.equals("HEAD") || EVERYWHERE.contains(answer.status())) {
            return;
        }
        String pointer = operation + "/responses/" + answer.status();
        JsonNode response = DOCUMENT.at(pointer);
        if (response.isMissingNode()) {
            throw new AssertionError(method + " " + path + " may not answer " + answer);
        }
        String schema = pointer + "/content/application~1json/schema";
        if (DOCUMENT.at(schema).isMissingNode()) {
            return; // no JSON
        }
        JsonNode answered = JSON.readTree(answer.body());
        complain(method + " " + path + " answered " + answer, validate(schema, answered));
        if (answer.status() >= 400) {
            JsonNode known = response.at("/content/application~1json/examples");
            answered.path("messages").forEach(message -> {
                if (!known.has(message.path("code").stringValue())) {
                    throw new AssertionError(method + " " + path + " may not be refused with " + answer);
                }
            });
        } else if (body != null && !answer.body().contains("\"result\":\"failed\"")) { // of a batch, reported in it
            String sent = operation + "/requestBody/content/application~1json/schema";
            if (!DOCUMENT.at(sent).isMissingNode()) {
                JsonNode accepted = JSON.readTree(body.replaceFirst("^\uFEFF", ""));
                complain(method + " " + path + " accepted " + body, validate(sent, accepted));
            }
        }
    }

    /** The document's pointer to an operation; empty if it has none. */
    private static String find(String method, String path) {
        for (String template : DOCUMENT.path("paths").propertyNames()) {
            String pattern = Pattern.compile("\\{[^}]+}")
                    .splitAsStream(template + " ")
                    .map(Pattern::quote)
                    .collect(Collectors.joining("[^/]+"));
            if ((path + " ").matches(pattern)
                    && DOCUMENT.path("paths").path(template).has(method.toLowerCase())) {
                return "/paths/" + template.replace("~", "~0").replace("/", "~1") + "/" + method.toLowerCase();
            }
        }
        return "";
    }

    private static List<Error> validate(String pointer, JsonNode instance) {
        return SCHEMAS.computeIfAbsent(pointer, ApiSchemas::schema).validate(instance);
    }

    private static Schema schema(String pointer) {
        ObjectNode schema = (ObjectNode) STRICT.at(pointer).deepCopy();
        schema.set("components", STRICT.path("components"));
        return REGISTRY.getSchema(schema);
    }

    private static void complain(String what, List<Error> errors) {
        if (!errors.isEmpty()) {
            throw new AssertionError(what + " against docs/openapi.json: " + errors);
        }
    }

    /** The document with every object closed: a member that it doesn't have is a mistake of one of the two. */
    private static JsonNode strict(JsonNode document) {
        JsonNode copy = document.deepCopy();
        close(copy);
        return copy;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject() && object.has("type")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiSchemas::close);
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
