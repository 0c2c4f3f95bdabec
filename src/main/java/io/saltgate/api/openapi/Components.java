package io.saltgate.api.openapi;

import io.saltgate.platform.web.ErrorCode;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes what the calls of the document refer to: schemas, parameters, headers, examples of failures, and keys. */
final class Components {

    private Components() {}

    /** @param schemas to which the calls referred */
    static void fill(ObjectNode components, Schemas schemas) {
        ObjectNode all = schemas.all();
        all.setAll(EnvelopeSchemas.of(
                Arrays.stream(ErrorCode.values()).map(ErrorCode::code).collect(Collectors.toCollection(TreeSet::new))));
        components.set("schemas", all);
        parameters(components.putObject("parameters"));
        ObjectNode examples = components.putObject("examples");
        Arrays.stream(ErrorCode.values())
                .forEach(code -> examples.putObject(code.code()).set("value", problem(code)));
        headers(components.putObject("headers"));
        security(components.putObject("securitySchemes"));
    }

    private static void security(ObjectNode security) {
        security.putObject("operatorKey")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An operator key. The roles are the scopes that it needs.");
        security.putObject("authToken")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "X-Auth-Token")
                .put("description", "An account's Auth Token.");
    }

    private static void headers(ObjectNode headers) {
        headers.putObject("RequestId")
                .put("description", "The id of the call: yours, or a new one. The server's log has it.")
                .putObject("schema")
                .put("type", "string");
        headers.putObject("Change")
                .put(
                        "description",
                        "The receipt of the change, for `X-Saltgate-After`. Not there if the call changed nothing that"
                                + " calls to the account's API are judged by.")
                .putObject("schema")
                .put("type", "string");
        headers.putObject("RetryAfter")
                .put("description", "Seconds to wait before the next try.")
                .putObject("schema")
                .put("type", "integer");
    }

    private static void parameters(ObjectNode parameters) {
        ObjectNode key = parameters.putObject("IdempotencyKey");
        key.put("name", "Idempotency-Key")
                .put("in", "header")
                .put(
                        "description",
                        "Allows the call to be repeated safely for 24 hours: with the same key and the same body it"
                                + " is done once and answered alike.")
                .putObject("schema")
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", 255)
                .put("pattern", "^[!-~]+$");
        key.put("example", "5f0c1d2e-create");
        parameters
                .putObject("After")
                .put("name", "X-Saltgate-After")
                .put("in", "header")
                .put(
                        "description",
                        "The `X-Saltgate-Change` of an earlier answer: the token is judged by that change or a newer"
                                + " one.")
                .putObject("schema")
                .put("type", "string");
    }

    private static ObjectNode problem(ErrorCode code) {
        ObjectNode problem = JsonNodeFactory.instance.objectNode().put("status", 0);
        problem.putArray("messages").addObject().put("code", code.code()).put("message", code.title());
        return problem.put("message", code.title())
                .putNull("data")
                .put("type", code.type())
                .put("title", code.title())
                .put("detail", code.title());
    }
}
