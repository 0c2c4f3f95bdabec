package io.saltgate.cli;

import io.saltgate.cli.files.TextFile;
import io.saltgate.cli.http.Call;
import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code saltgate events}: hands in events for an account's endpoints. */
@Command(name = "events", description = "Send events to an account's webhook endpoints.")
final class EventsCommand extends AccountGroup {

    /** Of a payload, as the API takes it. */
    private static final int MAX_PAYLOAD = 256 * 1024;

    @Command(
            name = "send",
            description = "Send an event to each endpoint that takes its type.",
            footer = {
                "",
                "Example:",
                "  echo '{\"pages\":3}' | saltgate events send document.completed 01HN8Z2K7M -f - --account example"
            })
    void send(
            @Parameters(paramLabel = "TYPE", description = "The event's type, such as document.completed.") String type,
            @Parameters(paramLabel = "DOCUMENT_ID", description = "The document that the event is about.")
                    String documentId,
            @Option(
                            names = {"-f", "--file"},
                            paramLabel = "FILE",
                            description = "A file with the payload, a JSON object; - for the standard input. Receivers"
                                    + " get it as it is. Default: an empty object.")
                    @Nullable
                    String name,
            @Mixin Once once) {
        Session.AccountApi account = accountOfOperator();
        String payload = name == null ? "{}" : payload(session().file(name));
        // The payload isn't written anew: receivers get its numbers, escapes and order of members as they are.
        String body = "{\"type\":" + Json.mapper().writeValueAsString(type) + ",\"documentId\":"
                + Json.mapper().writeValueAsString(documentId) + ",\"payload\":" + payload + "}";
        JsonNode event = account.api()
                .data(Call.post(account.path() + "/events").withBody(body).once(once.key));
        output().result(event, "Event " + SafeText.of(Json.text(event, "eventId")) + " is accepted.");
    }

    /** It must be one object: what closes it early would be members of the call. */
    private static String payload(TextFile file) {
        String text = file.read(MAX_PAYLOAD).strip();
        try {
            if (Json.mapper().readTree(text).isObject()) {
                return text;
            }
        } catch (JacksonException e) {
            throw CommandFailed.usage(file.name() + ":" + e.getLocation().getLineNr() + ": this isn't JSON.");
        }
        throw CommandFailed.usage(file.name() + " isn't a JSON object.");
    }
}
