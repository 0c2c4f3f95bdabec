package io.saltgate.cli;

import io.saltgate.cli.http.Call;
import io.saltgate.cli.http.ServerUrl;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import io.saltgate.cli.output.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code saltgate webhooks}: the endpoints that an account's events are sent to. */
@Command(name = "webhooks", description = "List, add, switch and remove an account's webhook endpoints.")
final class WebhooksCommand extends AccountGroup {

    @Command(name = "list", description = "List the endpoints.")
    void list() {
        Session.AccountApi account = account();
        JsonNode webhooks = account.api().data(Call.get(account.path() + "/webhooks"));
        Table table = Table.withHeadings("ID", "URL", "TYPES", "STATE", "FAILING SINCE", "DESCRIPTION");
        for (JsonNode each : webhooks.path("webhooks")) {
            table.row(
                    Json.text(each, "id"),
                    Json.text(each, "url"),
                    TypeChoice.text(each),
                    state(each),
                    Json.text(each, "failingSince"),
                    Json.text(each, "description"));
        }
        output().table(webhooks, table, "No endpoints yet.");
    }

    @Command(name = "add", description = "Add an endpoint.")
    void add(
            @Parameters(paramLabel = "URL", description = "Where webhooks are sent.") String url,
            @Mixin TypeChoice types,
            @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.") @Nullable
                    String description,
            @Option(names = "--no-mac", description = "Leave the member mac out of the bodies.") boolean noMac,
            @Mixin Once once) {
        Session.AccountApi account = account();
        ObjectNode body = Json.object().put("url", url);
        types.addTo(body);
        if (description != null) {
            body.put("description", description);
        }
        if (noMac) {
            body.put("mac", false);
        }
        print(account.api()
                .data(Call.post(account.path() + "/webhooks").with(body).once(once.key)));
    }

    @Command(name = "enable", description = "Send webhooks to an endpoint again.")
    void enable(@Parameters(paramLabel = "ID", description = "The endpoint's id.") String id) {
        print(turn(id, true));
    }

    @Command(name = "disable", description = "Send no more webhooks to an endpoint.")
    void disable(@Parameters(paramLabel = "ID", description = "The endpoint's id.") String id) {
        print(turn(id, false));
    }

    @Command(name = "remove", description = "Remove an endpoint.")
    void remove(@Parameters(paramLabel = "ID", description = "The endpoint's id.") String id) {
        Session.AccountApi account = account();
        JsonNode removed = account.api().data(Call.delete(path(account, id)));
        output().result(removed, SafeText.of("Endpoint " + id + " is removed."));
    }

    @Command(name = "targets", description = "List the internal addresses that the account's endpoints may have.")
    void targets() {
        Session.AccountApi account = accountOfOperator();
        printTargets(account.api().data(Call.get(account.path() + "/webhook-targets")));
    }

    @Command(
            name = "set-targets",
            description = "Set the internal addresses that the account's endpoints may have, in place of those before.")
    void setTargets(
            @Parameters(
                            paramLabel = "TARGET",
                            arity = "0..*",
                            description = "Addresses or ranges, with or without a port. None: only public addresses.")
                    @Nullable
                    List<String> targets) {
        Session.AccountApi account = accountOfOperator();
        ObjectNode body = Json.object();
        ArrayNode array = body.putArray("targets");
        if (targets != null) {
            targets.forEach(array::add);
        }
        printTargets(
                account.api().data(Call.put(account.path() + "/webhook-targets").with(body)));
    }

    private void printTargets(JsonNode allowed) {
        Table table = Table.withHeadings("TARGET");
        allowed.path("targets").forEach(target -> table.row(target.asString()));
        output().table(allowed, table, "Endpoints may have public addresses only.");
    }

    private JsonNode turn(String id, boolean enabled) {
        Session.AccountApi account = account();
        return account.api()
                .data(Call.patch(path(account, id)).with(Json.object().put("enabled", enabled)));
    }

    private void print(JsonNode webhook) {
        output().result(
                        webhook,
                        Table.withoutHeadings()
                                .row("ID", Json.text(webhook, "id"))
                                .row("URL", Json.text(webhook, "url"))
                                .row("Types", TypeChoice.text(webhook))
                                .row("State", state(webhook))
                                .row("Description", Json.text(webhook, "description"))
                                .toString());
    }

    private static String state(JsonNode webhook) {
        return webhook.path("enabled").asBoolean()
                ? "enabled"
                : "disabled (" + Json.text(webhook, "disabledBecause") + ")";
    }

    private static String path(Session.AccountApi account, String id) {
        return account.path() + "/webhooks/" + ServerUrl.segment(id);
    }
}
