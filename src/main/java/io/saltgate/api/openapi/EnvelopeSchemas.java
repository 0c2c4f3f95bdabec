package io.saltgate.api.openapi;

import java.util.Collection;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes the schemas of the envelope, around what was asked for and around every failure. */
final class EnvelopeSchemas {

    private EnvelopeSchemas() {}

    /** @param codes all that there are; the list is open, and clients take others as the status says */
    static ObjectNode of(Collection<String> codes) {
        ObjectNode schemas = JsonNodeFactory.instance.objectNode();
        ObjectNode message = schemas.putObject("Message").put("type", "object");
        message.putArray("required").add("code").add("message");
        ObjectNode members = message.putObject("properties");
        ObjectNode code = members.putObject("code")
                .put("type", "string")
                .put("description", "What stands against the call, for programs.")
                .put("pattern", "^[a-z]+(\\.[a-z]+)*$");
        codes.forEach(code.putArray("examples")::add);
        text(members, "message", "The same for people, in English. It may be worded anew.");

        ObjectNode problem = schemas.putObject("Problem")
                .put("type", "object")
                .put("description", "A refused call. `type`, `title` and `detail` are those of RFC 9457.");
        problem.putArray("required")
                .add("status")
                .add("messages")
                .add("message")
                .add("data")
                .add("type")
                .add("title")
                .add("detail");
        ObjectNode of = problem.putObject("properties");
        of.putObject("status").put("type", "integer").put("const", 0);
        messages(of, "minItems", 1);
        text(of, "message", "The first message.");
        // Not of the type null alone, which some generators of clients take for a schema named so.
        of.putObject("data")
                .put("description", "Always null.")
                .put("maxProperties", 0)
                .putArray("type")
                .add("object")
                .add("null");
        text(of, "type", "Where the reference explains the first code.").put("format", "uri-reference");
        text(of, "title", "What the first code means, the same in every answer.");
        text(of, "detail", "The first message.");
        return schemas;
    }

    /** @param data the schema of what was asked for */
    static ObjectNode around(ObjectNode data) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        schema.putArray("required").add("status").add("messages").add("data");
        ObjectNode members = schema.putObject("properties");
        members.putObject("status").put("type", "integer").put("const", 1);
        messages(members, "maxItems", 0);
        members.set("data", data);
        return schema;
    }

    private static void messages(ObjectNode members, String bound, int count) {
        members.putObject("messages")
                .put("type", "array")
                .put(bound, count)
                .putObject("items")
                .put("$ref", "#/components/schemas/Message");
    }

    private static ObjectNode text(ObjectNode members, String name, String description) {
        return members.putObject(name).put("type", "string").put("description", description);
    }
}
