package io.saltgate.cli;

import io.saltgate.cli.http.Call;
import io.saltgate.cli.http.ServerUrl;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code saltgate deliveries}: what was sent to an account's endpoints, and what became of it. */
@Command(name = "deliveries", description = "Show what was sent to an account's webhook endpoints.")
final class DeliveriesCommand extends AccountGroup {

    @Command(name = "list", description = "List deliveries, newest first.")
    void list(
            @Option(names = "--webhook", paramLabel = "ID", description = "Only to the endpoint with this id.")
                    @Nullable
                    String webhook,
            @Option(
                            names = "--state",
                            paramLabel = "STATE",
                            description = "Only those that are pending, succeeded, failed or cancelled.")
                    @Nullable
                    String state,
            @Option(names = "--type", paramLabel = "TYPE", description = "Only events of this type.") @Nullable
                    String type,
            @Mixin Pages pages) {
        Session.AccountApi account = account();
        Call call = Call.get(account.path() + "/deliveries")
                .with("webhook", webhook)
                .with("state", state)
                .with("type", type);
        JsonNode page = pages.get(account.api(), call, "deliveries");
        Table table = Table.withHeadings("ID", "TYPE", "DOCUMENT", "STATE", "ATTEMPTS", "CREATED");
        for (JsonNode each : page.path("deliveries")) {
            table.row(
                    Json.text(each, "id"),
                    Json.text(each, "type"),
                    Json.text(each, "documentId"),
                    Json.text(each, "state"),
                    Json.text(each, "attempts"),
                    Json.text(each, "createdAt"));
        }
        output().table(page, table, "No deliveries found.");
        Pages.noteMore(page, output());
    }

    @Command(name = "show", description = "Show a delivery with its attempts.")
    void show(@Parameters(paramLabel = "DELIVERY", description = "The delivery's id.") String id) {
        Session.AccountApi account = account();
        JsonNode delivery = account.api().data(Call.get(account.path() + "/deliveries/" + ServerUrl.segment(id)));
        Table facts = Table.withoutHeadings()
                .row("ID", Json.text(delivery, "id"))
                .row("Endpoint", Json.text(delivery, "webhook"))
                .row("Event", Json.text(delivery, "eventId"))
                .row("Type", Json.text(delivery, "type"))
                .row("Document", Json.text(delivery, "documentId"))
                .row("Cause", Json.text(delivery, "cause"))
                .row("State", Json.text(delivery, "state"))
                .row("Next attempt", Json.text(delivery, "nextAttemptAt"))
                .row("Created", Json.text(delivery, "createdAt"));
        Table attempts = Table.withHeadings("ATTEMPT", "BEGAN", "MILLISECONDS", "OUTCOME", "STATUS");
        for (JsonNode each : delivery.path("made")) {
            attempts.row(
                    Json.text(each, "number"),
                    Json.text(each, "beganAt"),
                    Json.text(each, "millis"),
                    Json.text(each, "outcome"),
                    Json.text(each, "status"));
        }
        output().result(delivery, facts + (attempts.isEmpty() ? "" : "\n" + attempts));
    }
}
