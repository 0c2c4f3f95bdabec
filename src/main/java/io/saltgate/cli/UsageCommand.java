package io.saltgate.cli;

import io.saltgate.cli.http.Call;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code saltgate usage}: how often an account's API was called, and from where. */
@Command(name = "usage", description = "Show how often an account's API was called, and from which addresses.")
final class UsageCommand extends AccountGroup {

    @Command(name = "show", description = "Show the calls of the last 30 days, by day.")
    void show() {
        Session.AccountApi account = account();
        JsonNode usage = account.api().data(Call.get(account.path() + "/usage"));
        Table table = Table.withHeadings("DAY", "ALLOWED", "WOULD REFUSE", "REFUSED", "REASONS");
        for (JsonNode day : usage.path("days")) {
            table.row(
                    Json.text(day, "day"),
                    Json.text(day, "allowed"),
                    Json.text(day, "wouldRefuse"),
                    Json.text(day, "refused"),
                    reasons(day));
        }
        table.row(
                "30 days",
                Json.text(usage, "allowed"),
                Json.text(usage, "wouldRefuse"),
                Json.text(usage, "refused"),
                "");
        output().table(usage, table, "No calls yet.");
    }

    @Command(name = "callers", description = "List the addresses that called, for each day and token.")
    void callers(@Mixin Pages pages) {
        Session.AccountApi account = account();
        JsonNode page = pages.get(account.api(), Call.get(account.path() + "/usage/callers"), "callers");
        Table table =
                Table.withHeadings("DAY", "ADDRESS", "TOKEN ID", "ALLOWED", "WOULD REFUSE", "REFUSED", "LAST SEEN");
        for (JsonNode each : page.path("callers")) {
            table.row(
                    Json.text(each, "day"),
                    Json.text(each, "address"),
                    Json.text(each, "tokenId"),
                    Json.text(each, "allowed"),
                    Json.text(each, "wouldRefuse"),
                    Json.text(each, "refused"),
                    Json.text(each, "lastSeenAt"));
        }
        output().table(page, table, "No calls yet.");
        Pages.noteMore(page, output());
    }

    private static String reasons(JsonNode day) {
        List<String> reasons = new ArrayList<>();
        day.path("reasons").forEachEntry((code, calls) -> reasons.add(code + " " + calls.asString()));
        return String.join(", ", reasons);
    }
}
