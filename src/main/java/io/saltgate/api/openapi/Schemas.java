package io.saltgate.api.openapi;

import io.saltgate.api.ApiJson;
import io.saltgate.api.schema.Shape;
import io.saltgate.api.schema.Shape.Kind;
import io.saltgate.api.schema.Shape.Member;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes JSON schemas (2020-12) and examples of the records that bodies and answers are bound to. */
final class Schemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** By name; those of answers are open, since they may get more members one day. */
    private final Map<String, ObjectNode> named = new TreeMap<>();

    /** The schemas that were referred to, by name. */
    ObjectNode all() {
        ObjectNode all = NODES.objectNode();
        named.forEach(all::set);
        return all;
    }

    ObjectNode ofBody(Class<? extends Record> type) {
        return reference(type, true);
    }

    ObjectNode ofAnswer(Class<? extends Record> type) {
        return reference(type, false);
    }

    /** That of the envelope around an answer; it has a name, since generated clients call a type by it. */
    ObjectNode ofEnvelope(Class<? extends Record> type) {
        String name = name(type).replaceFirst("Data$", "") + "Answer";
        ObjectNode data = ofAnswer(type);
        named.computeIfAbsent(name, key -> EnvelopeSchemas.around(data));
        return reference(name);
    }

    static JsonNode example(Class<? extends Record> type) {
        ObjectNode example = NODES.objectNode();
        Shape.of(type).members().stream()
                .filter(Member::isAlwaysThere)
                .forEach(member -> example.set(member.name(), example(member)));
        return example;
    }

    private static JsonNode example(Member member) {
        String text = member.field().example();
        if (text.isEmpty()) {
            return exampleOfMembers(member.kind(), member.element());
        }
        return member.kind() == Kind.TEXT || member.kind() == Kind.TIME
                ? NODES.stringNode(text)
                : ApiJson.MAPPER.readTree(text);
    }

    private static JsonNode exampleOfMembers(Kind kind, @Nullable Class<? extends Record> element) {
        if (element == null) {
            throw new IllegalStateException("a member has no example");
        }
        return kind == Kind.LIST ? NODES.arrayNode().add(example(element)) : example(element);
    }

    private ObjectNode reference(Class<? extends Record> type, boolean body) {
        String name = name(type);
        if (!named.containsKey(name)) {
            named.put(name, NODES.objectNode()); // before its members, which could refer to it
            named.put(name, object(Shape.of(type), body));
        }
        return reference(name);
    }

    private static ObjectNode reference(String name) {
        return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return (outer == null ? "" : outer.getSimpleName()) + type.getSimpleName();
    }

    private ObjectNode object(Shape shape, boolean body) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (Member member : shape.members()) {
            properties.set(member.name(), property(member, body));
            if (body ? !member.nullable() : member.isAlwaysThere()) {
                required.add(member.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (body) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    private ObjectNode property(Member member, boolean body) {
        boolean isNullable = body ? member.takesNull() : member.nullable() && member.isAlwaysThere();
        ObjectNode schema = typed(member, isNullable, body);
        schema.put("description", member.field().value());
        List<String> oneOf = List.of(member.field().oneOf());
        if (!oneOf.isEmpty()) {
            ArrayNode values = schema.putArray("enum");
            oneOf.forEach(values::add);
            if (isNullable) {
                values.addNull();
            }
        }
        limit(schema, "minLength", member.field().minLength());
        limit(schema, "maxLength", member.field().maxLength());
        limit(schema, "maxItems", member.field().maxItems());
        return schema;
    }

    private ObjectNode typed(Member member, boolean isNullable, boolean body) {
        Class<? extends Record> element = member.element();
        ObjectNode schema = NODES.objectNode();
        switch (member.kind()) {
            case TEXT -> type(schema, "string", isNullable);
            case TIME -> type(schema, "string", isNullable).put("format", "date-time");
            case BOOLEAN -> type(schema, "boolean", isNullable);
            case INTEGER -> type(schema, "integer", isNullable).put("format", "int64");
            case FREE_OBJECT -> type(schema, "object", isNullable);
            case COUNTS ->
                type(schema, "object", isNullable)
                        .putObject("additionalProperties")
                        .put("type", "integer")
                        .put("format", "int64");
            case OBJECT -> schema.setAll(reference(Objects.requireNonNull(element), body));
            case LIST -> type(schema, "array", isNullable).set("items", items(element, body));
        }
        return schema;
    }

    private ObjectNode items(@Nullable Class<? extends Record> element, boolean body) {
        if (element == null) {
            return NODES.objectNode().put("type", "string");
        }
        ObjectNode object = reference(element, body);
        if (Shape.of(element).textForm() == null) {
            return object;
        }
        ObjectNode either = NODES.objectNode();
        either.putArray("anyOf").add(NODES.objectNode().put("type", "string")).add(object);
        return either;
    }

    private static ObjectNode type(ObjectNode schema, String type, boolean isNullable) {
        if (isNullable) {
            schema.putArray("type").add(type).add("null");
        } else {
            schema.put("type", type);
        }
        return schema;
    }

    private static void limit(ObjectNode schema, String name, int limit) {
        if (limit > 0) {
            schema.put(name, limit);
        }
    }
}
