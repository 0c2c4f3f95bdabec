package io.saltgate.cli.http;

import io.saltgate.cli.output.CommandFailed;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call of the API.
 *
 * @param path behind {@code /api/v1}, its parts encoded
 * @param query behind the question mark, encoded; empty for none
 * @param body JSON; null for none
 * @param idempotencyKey by which a repetition is recognised; null for none
 */
public record Call(
        String method,
        String path,
        String query,
        @Nullable String body,
        @Nullable String idempotencyKey) {

    /** Accounts are created or changed by their external ids: a batch that comes again changes nothing. */
    private static final String BATCHES = "/account-batches";

    public static Call get(String path) {
        return new Call("GET", path, "", null, null);
    }

    public static Call post(String path) {
        return new Call("POST", path, "", null, null);
    }

    public static Call put(String path) {
        return new Call("PUT", path, "", null, null);
    }

    public static Call patch(String path) {
        return new Call("PATCH", path, "", null, null);
    }

    public static Call delete(String path) {
        return new Call("DELETE", path, "", null, null);
    }

    /** With a query parameter more, unless it is null. */
    public Call with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        String parameter = name + "=" + ServerUrl.encode(value);
        return new Call(method, path, query.isEmpty() ? parameter : query + "&" + parameter, body, idempotencyKey);
    }

    public Call with(JsonNode json) {
        return withBody(json.toString());
    }

    /** @param json sent as it is */
    public Call withBody(String json) {
        return new Call(method, path, query, json, idempotencyKey);
    }

    /** With the key that was given, or a new one: the call can be repeated, and is done once. */
    public Call once(@Nullable String given) {
        if (given != null && !given.matches("[!-~]{1,255}")) {
            throw CommandFailed.usage("The idempotency key isn't valid: it is 1 to 255 visible ASCII characters.");
        }
        return new Call(
                method, path, query, body, given == null ? UUID.randomUUID().toString() : given);
    }

    /** Whether sending it twice does no more than sending it once, so that a lost answer can be asked for again. */
    boolean isRepeatable() {
        return idempotencyKey != null || path.equals(BATCHES) || !(method.equals("POST") || method.equals("DELETE"));
    }

    String pathAndQuery() {
        return query.isEmpty() ? path : path + "?" + query;
    }
}
