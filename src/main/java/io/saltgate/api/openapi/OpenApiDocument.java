package io.saltgate.api.openapi;

import io.saltgate.api.ApiJson;
import io.saltgate.api.ApiTags;
import io.saltgate.api.schema.Nothing;
import io.saltgate.api.schema.Operation;
import io.saltgate.api.schema.Parameter;
import io.saltgate.platform.web.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the OpenAPI 3.1 document of resources. */
final class OpenApiDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String ABOUT = """
            For the operator, who runs Saltgate beside a product: create accounts, switch their APIs on and off, keep \
            their teams, whitelists and webhooks, and hand in events. Integrators of an account have `GET /account`, and \
            where its owner allows it their own settings.

            Every answer is in one envelope, with `status` 1 and `data`, or with `status` 0 and `messages`. Go by the \
            code of a message: its text may be worded anew. Several things may stand against one call. Bodies are JSON \
            in UTF-8, up to 2 MiB; a field that a call doesn't know, a field twice and a wrong type are refused. \
            Answers may get more members: ignore those that you don't know. Identifiers are opaque, times are ISO 8601 \
            in UTC.

            Every answer has an `X-Request-Id`: your own, if it is 1 to 128 letters, digits and `._~:/+=@-`, else a \
            new one. Beside the codes of each call, `method.not.allowed` (405), `path.too.long` (414), \
            `headers.too.large` (431) and `method.unknown` (501) are possible everywhere.""";

    private final Schemas schemas = new Schemas();

    private OpenApiDocument() {}

    static ObjectNode of(List<Class<?>> resources) {
        return new OpenApiDocument().document(Call.of(resources));
    }

    private ObjectNode document(List<Call> calls) {
        ObjectNode document = NODES.objectNode().put("openapi", "3.1.0");
        ObjectNode info = document.putObject("info")
                .put("title", "Saltgate JSON API")
                .put("version", "1")
                .put("description", ABOUT);
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        document.putArray("servers").addObject().put("url", "/api/v1");
        ApiTags.descriptions()
                .forEach((name, description) -> document.withArrayProperty("tags")
                        .addObject()
                        .put("name", name)
                        .put("description", description));
        ObjectNode paths = document.putObject("paths");
        for (Call call : calls) {
            ObjectNode path = paths.withObjectProperty(call.path());
            if (path.isEmpty() && !call.variables().isEmpty()) {
                call.variables()
                        .forEach(name -> path.withArrayProperty("parameters").add(variable(call, name)));
            }
            path.set(call.verb(), operation(call));
        }
        Components.fill(document.putObject("components"), schemas);
        return document;
    }

    private ObjectNode operation(Call call) {
        Operation declared = call.operation();
        ObjectNode operation = NODES.objectNode()
                .put("operationId", call.id())
                .put("summary", declared.summary())
                .put("description", declared.description());
        operation.putArray("tags").add(call.tag());
        security(call, operation);
        if (declared.idempotent()) {
            operation.withArrayProperty("parameters").addObject().put("$ref", "#/components/parameters/IdempotencyKey");
        }
        if (call.takesToken()) {
            operation.withArrayProperty("parameters").addObject().put("$ref", "#/components/parameters/After");
        }
        call.query()
                .forEach(parameter -> operation.withArrayProperty("parameters").add(queried(parameter)));
        if (call.hasBody()) {
            ObjectNode body = operation.putObject("requestBody").put("required", declared.bodyRequired());
            ObjectNode content = body.putObject("content").putObject("application/json");
            content.set("schema", schemas.ofBody(declared.body()));
            content.set("example", Schemas.example(declared.body()));
        }
        ObjectNode responses = operation.putObject("responses");
        responses.set(Integer.toString(declared.status()), success(call));
        Map<Integer, List<ErrorCode>> byStatus = call.errors().stream()
                .collect(Collectors.groupingBy(ErrorCode::status, TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, codes) -> responses.set(Integer.toString(status), failure(codes)));
        return operation;
    }

    /** An account's token, or an operator key with the scope as its role; or nothing. */
    private static void security(Call call, ObjectNode operation) {
        ArrayNode security = operation.putArray("security");
        if (call.takesToken()) {
            security.addObject().putArray("authToken");
        }
        call.scope()
                .ifPresent(scope -> security.addObject()
                        .putArray("operatorKey")
                        .add(scope.name().toLowerCase(Locale.ROOT)));
    }

    private static ObjectNode variable(Call call, String name) {
        Optional<Parameter> described = call.described(name);
        if (described.isPresent()) {
            return queried(described.get()).put("in", "path").put("required", true);
        }
        ObjectNode parameter = NODES.objectNode()
                .put("name", name)
                .put("in", "path")
                .put("required", true)
                .put("description", name.equals("slug") ? "The account's slug." : "The id that answers have.");
        parameter.putObject("schema").put("type", "string");
        return parameter.put("example", name.equals("slug") ? "example" : "01890a5d-ac96-774b-bcce-b302099a8057");
    }

    private static ObjectNode queried(Parameter declared) {
        ObjectNode parameter = NODES.objectNode()
                .put("name", declared.name())
                .put("in", "query")
                .put("description", declared.description());
        ObjectNode schema = parameter.putObject("schema").put("type", "string");
        Arrays.stream(declared.oneOf())
                .forEach(value -> schema.withArrayProperty("enum").add(value));
        return parameter.put("example", declared.example());
    }

    private ObjectNode success(Call call) {
        Operation declared = call.operation();
        ObjectNode response = NODES.objectNode().put("description", "Done.");
        ObjectNode headers = response.putObject("headers");
        headers.putObject("X-Request-Id").put("$ref", "#/components/headers/RequestId");
        if (call.mayChange()) {
            headers.putObject("X-Saltgate-Change").put("$ref", "#/components/headers/Change");
        }
        for (String header : declared.headers()) {
            String[] parts = header.split(": ", 2);
            headers.putObject(parts[0])
                    .put("description", parts[1])
                    .putObject("schema")
                    .put("type", "string");
        }
        if (declared.answer() == Nothing.class) {
            response.putObject("content")
                    .putObject("text/plain")
                    .putObject("schema")
                    .put("type", "string");
            return response;
        }
        ObjectNode content = response.putObject("content").putObject("application/json");
        content.set("schema", schemas.ofEnvelope(declared.answer()));
        ObjectNode example = content.putObject("example").put("status", 1);
        example.putArray("messages");
        example.set("data", Schemas.example(declared.answer()));
        return response;
    }

    private static ObjectNode failure(List<ErrorCode> codes) {
        ObjectNode response = NODES.objectNode()
                .put(
                        "description",
                        codes.stream()
                                .map(code -> "`" + code.code() + "`: " + code.title() + ".")
                                .collect(Collectors.joining("\n")));
        int status = codes.getFirst().status();
        ObjectNode headers = response.putObject("headers");
        headers.putObject("X-Request-Id").put("$ref", "#/components/headers/RequestId");
        if (status == 429 || status == 503) {
            headers.putObject("Retry-After").put("$ref", "#/components/headers/RetryAfter");
        }
        ObjectNode content = response.putObject("content").putObject("application/json");
        content.putObject("schema").put("$ref", "#/components/schemas/Problem");
        ObjectNode examples = content.putObject("examples");
        codes.forEach(code -> examples.putObject(code.code()).put("$ref", "#/components/examples/" + code.code()));
        return response;
    }

    static String text(ObjectNode document) {
        return ApiJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }
}
