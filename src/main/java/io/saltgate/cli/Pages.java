package io.saltgate.cli;

import io.saltgate.cli.http.ApiClient;
import io.saltgate.cli.http.Call;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.Output;
import io.saltgate.cli.output.SafeText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The options of a list that comes in pages, and how it is read. */
final class Pages {

    private static final String CURSOR = "nextCursor";

    @Option(names = "--all", description = "Get all pages, not only the first.")
    boolean all;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on after an earlier page: its nextCursor.")
    @Nullable
    String cursor;

    /**
     * One page; with {@code --all} all of them as one, in which the lists are joined.
     *
     * @param lists the names of the lists in a page
     */
    JsonNode get(ApiClient api, Call call, String... lists) {
        return read(api, call, cursor, all, lists);
    }

    static JsonNode getAll(ApiClient api, Call call, String... lists) {
        return read(api, call, null, true, lists);
    }

    private static JsonNode read(ApiClient api, Call call, @Nullable String cursor, boolean all, String... lists) {
        JsonNode first = api.data(call.with("cursor", cursor));
        if (!all || !(first instanceof ObjectNode joined)) {
            return first;
        }
        String next = Json.text(first, CURSOR);
        while (!next.isEmpty()) {
            JsonNode page = api.data(call.with("cursor", next));
            for (String list : lists) {
                if (joined.path(list) instanceof ArrayNode array) {
                    page.path(list).forEach(array::add);
                }
            }
            String after = Json.text(page, CURSOR);
            next = after.equals(next) ? "" : after;
        }
        joined.putNull(CURSOR);
        return joined;
    }

    /** Says that there is more, if there is. */
    static void noteMore(JsonNode page, Output output) {
        String next = Json.text(page, CURSOR);
        if (!next.isEmpty() && !output.isJson()) {
            output.note("There is more: add --all, or --cursor " + SafeText.of(next));
        }
    }
}
