package io.saltgate.api.help;

import io.saltgate.api.ApiJson;
import io.saltgate.platform.web.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Turns the OpenAPI document into the API reference of the help: subjects, each with its operations. */
public final class Reference {

    /** A piece of a text, which is code or isn't. */
    public record Piece(String text, boolean code) {}

    /** A subject. */
    public record Subject(String name, String id, List<Piece> about, List<Operation> operations) {}

    /**
     * A call.
     *
     * @param scope of the operator key; empty for a call without one
     * @param isOpen whether it takes neither a key nor a token
     * @param bodyExample empty if it has no body
     * @param answerExample empty if the answer is no JSON
     */
    public record Operation(
            String id,
            String verb,
            String path,
            String summary,
            List<Piece> description,
            String scope,
            boolean isOpen,
            boolean isIdempotent,
            List<Member> parameters,
            List<Member> body,
            String bodyExample,
            String status,
            List<Member> answer,
            String answerExample,
            List<Failure> failures) {}

    /** A parameter, or a member of a body or an answer; of those within others, with their path. */
    public record Member(String name, String type, boolean required, List<Piece> about, List<String> values) {}

    /** A code that a call is refused with. */
    public record Failure(String status, String code, String id, List<Piece> title) {}

    private final JsonNode document;

    Reference(JsonNode document) {
        this.document = document;
    }

    /** What stands before all calls, by paragraph. */
    public List<List<Piece>> about() {
        return Arrays.stream(document.at("/info/description").stringValue().split("\n\n"))
                .map(Reference::pieces)
                .toList();
    }

    public List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (JsonNode tag : document.path("tags")) {
            String name = tag.path("name").stringValue();
            subjects.add(new Subject(
                    name,
                    name.toLowerCase(Locale.ROOT).replace(' ', '-'),
                    pieces(tag.path("description").stringValue()),
                    operations(name)));
        }
        return subjects;
    }

    /** All codes. One that two statuses have has an anchor at the first of them. */
    static List<Failure> codes() {
        return Arrays.stream(ErrorCode.values()).map(Reference::failure).toList();
    }

    private static Failure failure(ErrorCode code) {
        boolean first = ErrorCode.find(code.code()).filter(code::equals).isPresent();
        return new Failure(
                Integer.toString(code.status()),
                code.code(),
                first ? code.code() : code.code() + "." + code.status(),
                pieces(code.title() + "."));
    }

    private List<Operation> operations(String tag) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((verb, operation) -> {
                    if (operation.path("tags").path(0).asString("").equals(tag)) {
                        operations.add(operation(path, item, verb, operation));
                    }
                }));
        return operations;
    }

    private Operation operation(String path, JsonNode item, String verb, JsonNode operation) {
        List<Member> parameters = new ArrayList<>();
        item.path("parameters").forEach(parameter -> parameters.add(parameter(parameter)));
        operation.path("parameters").forEach(parameter -> {
            if (!parameter.has("$ref")) {
                parameters.add(parameter(parameter));
            }
        });
        JsonNode body = operation.at("/requestBody/content/application~1json");
        String status = operation.path("responses").propertyNames().stream()
                .filter(one -> one.startsWith("2"))
                .findFirst()
                .orElseThrow();
        JsonNode answer = operation.path("responses").path(status).at("/content/application~1json");
        return new Operation(
                operation.path("operationId").stringValue(),
                verb.toUpperCase(Locale.ROOT),
                path,
                operation.path("summary").stringValue(),
                pieces(operation.path("description").stringValue()),
                operation.at("/security/0/operatorKey/0").asString(""),
                operation.path("security").isEmpty(),
                operation
                        .path("parameters")
                        .valueStream()
                        .anyMatch(
                                parameter -> parameter.path("$ref").asString("").endsWith("/IdempotencyKey")),
                parameters,
                members(body.path("schema"), ""),
                example(body),
                status,
                members(resolve(answer.path("schema")).at("/properties/data"), ""),
                example(answer),
                failures(operation.path("responses")));
    }

    private static String example(JsonNode content) {
        JsonNode example = content.path("example");
        return example.isMissingNode()
                ? ""
                : ApiJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(example);
    }

    private static Member parameter(JsonNode parameter) {
        return new Member(
                parameter.path("name").stringValue(),
                parameter.path("in").stringValue(),
                parameter.path("required").asBoolean(false),
                pieces(parameter.path("description").stringValue()),
                values(parameter.path("schema")));
    }

    private List<Member> members(JsonNode schema, String place) {
        JsonNode object = resolve(schema);
        List<String> required =
                object.path("required").valueStream().map(JsonNode::stringValue).toList();
        List<Member> members = new ArrayList<>();
        object.path("properties").forEachEntry((name, declared) -> {
            String path = place + name;
            members.add(new Member(
                    path,
                    type(declared),
                    required.contains(name),
                    pieces(declared.path("description").asString("")),
                    values(declared)));
            JsonNode items = declared.path("items");
            JsonNode element = items.has("anyOf") ? items.path("anyOf").path(1) : items;
            members.addAll(members(element, path + "[]."));
            if (declared.has("$ref")) {
                members.addAll(members(declared, path + "."));
            }
        });
        return members;
    }

    private String type(JsonNode declared) {
        JsonNode type = resolve(declared).path("type");
        return type.isArray() ? type.path(0).stringValue() + " or null" : type.asString("");
    }

    private JsonNode resolve(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }

    private static List<String> values(JsonNode schema) {
        return StreamSupport.stream(schema.path("enum").spliterator(), false)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .toList();
    }

    private static List<Failure> failures(JsonNode responses) {
        return codes().stream()
                .filter(failure -> responses
                        .path(failure.status())
                        .at("/content/application~1json/examples")
                        .has(failure.code()))
                .toList();
    }

    /** Cuts a text at its backticks. */
    private static List<Piece> pieces(String text) {
        String[] parts = text.split("`", -1);
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                pieces.add(new Piece(parts[i], i % 2 == 1));
            }
        }
        return pieces;
    }
}
