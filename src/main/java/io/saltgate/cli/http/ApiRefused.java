package io.saltgate.cli.http;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Thrown if the API answers with a failure: its messages and codes, one line each. */
public class ApiRefused extends CommandFailed {

    /** What stands against a call. */
    public record Complaint(String code, String message) {

        /** The complaint as a line for people. */
        public String line() {
            return SafeText.of(message + " [" + code + "]");
        }
    }

    private final transient List<Complaint> complaints;

    private ApiRefused(int exitCode, List<String> lines, List<Complaint> complaints) {
        super(exitCode, lines);
        this.complaints = List.copyOf(complaints);
    }

    static ApiRefused of(int status, JsonNode envelope, String requestId) {
        List<Complaint> complaints = complaints(envelope);
        List<String> lines =
                new ArrayList<>(complaints.stream().map(Complaint::line).toList());
        if (status >= 500 && !requestId.isEmpty()) {
            lines.add("The server's log has more, under the request id " + SafeText.of(requestId) + ".");
        }
        return new ApiRefused(exitCode(status), lines, complaints);
    }

    /** The complaints of a failed call, or of a failed line of a batch. */
    public static List<Complaint> complaints(JsonNode node) {
        List<Complaint> complaints = new ArrayList<>();
        for (JsonNode message : node.path("messages")) {
            complaints.add(new Complaint(Json.text(message, "code"), Json.text(message, "message")));
        }
        return complaints;
    }

    private static int exitCode(int status) {
        if (status == 401 || status == 403) {
            return ExitCodes.NOT_AUTHORISED;
        }
        return status >= 500 ? ExitCodes.NOT_REACHABLE : ExitCodes.REFUSED;
    }

    public List<Complaint> complaints() {
        return complaints;
    }
}
