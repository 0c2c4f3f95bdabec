package io.saltgate.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The option that chooses event types for an endpoint, and how chosen ones are printed. */
final class TypeChoice {

    private static final String TYPES = "types";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "Only events of this type, which can end in .*; repeat it for more types. Default: all events.")
    @Nullable
    List<String> types;

    /** Adds the chosen types to a body; none if all are meant. */
    void addTo(ObjectNode body) {
        if (types != null) {
            ArrayNode array = body.putArray(TYPES);
            types.forEach(array::add);
        }
    }

    static String text(JsonNode endpoint) {
        List<String> types =
                endpoint.path(TYPES).valueStream().map(JsonNode::asString).toList();
        return types.isEmpty() ? "all" : String.join(",", types);
    }
}
