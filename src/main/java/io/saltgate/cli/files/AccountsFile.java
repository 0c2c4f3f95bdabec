package io.saltgate.cli.files;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accounts to create or change: JSON objects as {@code /account-batches} takes them, one per line, in an array, or in
 * an object with the member {@code accounts}.
 */
public final class AccountsFile {

    public static final int MAX_BYTES = 64 * 1024 * 1024;

    /** Of a call. The API takes 1,000; with fewer, an answer comes in time from a busy server, too. */
    private static final int MAX_LINES = 200;

    /** Of a call's body: a little below what the API takes. */
    private static final int MAX_CHARACTERS = 500_000;

    private AccountsFile() {}

    /** The bodies of the calls, each within the API's limits. */
    public static List<ObjectNode> batches(String name, String text) {
        List<ObjectNode> batches = new ArrayList<>();
        ArrayNode current = null;
        int characters = 0;
        for (JsonNode account : parse(name, text)) {
            int length = account.toString().length();
            if (current == null || current.size() == MAX_LINES || characters + length > MAX_CHARACTERS) {
                ObjectNode body = Json.object();
                current = body.putArray("accounts");
                characters = 0;
                batches.add(body);
            }
            current.add(account);
            characters += length;
        }
        return batches;
    }

    private static List<JsonNode> parse(String name, String text) {
        List<JsonNode> accounts = new ArrayList<>();
        // Not readValues, which ends with the first array.
        ObjectReader reader = Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        try (JsonParser parser = reader.createParser(text)) {
            while (parser.nextToken() != null) {
                JsonNode value = reader.readTree(parser);
                JsonNode list = value.isObject() && value.has("accounts") ? value.path("accounts") : value;
                if (list.isArray()) {
                    list.forEach(accounts::add);
                } else {
                    accounts.add(list);
                }
            }
        } catch (JacksonException e) {
            throw CommandFailed.usage(name + ":" + e.getLocation().getLineNr() + ": this isn't JSON.");
        }
        if (accounts.isEmpty()) {
            throw CommandFailed.usage(name + " contains no account.");
        }
        for (int i = 0; i < accounts.size(); i++) {
            if (!accounts.get(i).isObject()) {
                throw CommandFailed.usage(name + ": account " + (i + 1)
                        + " isn't an object like {\"externalId\":\"...\",\"name\":\"...\"}.");
            }
        }
        return accounts;
    }
}
