package io.saltgate.cli;

import io.saltgate.cli.files.WhitelistFile;
import io.saltgate.cli.http.ApiClient;
import io.saltgate.cli.http.Call;
import io.saltgate.cli.http.ServerUrl;
import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import io.saltgate.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code saltgate whitelist}: the addresses from which an account's callers may call. */
@Command(
        name = "whitelist",
        description = "Show and change the IP addresses from which an account may be called.",
        subcommands = WhitelistApplyCommand.class)
final class WhitelistCommand extends AccountGroup {

    private static final String ENFORCED = "enforced";

    @Command(name = "list", description = "List the mode and the entries.")
    void list() {
        Session.AccountApi account = account();
        JsonNode list = account.api().data(Call.get(path(account)));
        Table table = Table.withHeadings("ADDRESS", "LABEL", "EXPIRES", "ID");
        for (JsonNode each : list.path("entries")) {
            table.row(
                    Json.text(each, "address"),
                    Json.text(each, "label"),
                    Json.text(each, "expiresAt"),
                    Json.text(each, "id"));
        }
        if (!output().isJson()) {
            output().line("Mode: " + Json.text(list, "mode"));
        }
        output().table(list, table, "No entries.");
    }

    @Command(name = "export", description = "Print the entries as a file that 'whitelist apply' reads.")
    void export() {
        Session.AccountApi account = account();
        JsonNode list = account.api().data(Call.get(path(account)));
        output().result(list, WhitelistFile.write(list.path("entries")));
    }

    @Command(name = "add", description = "Add entries, all or none.")
    void add(
            @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "IP addresses or ranges.")
                    List<String> addresses,
            @Option(names = "--label", paramLabel = "TEXT", description = "What they are.") @Nullable String label,
            @Option(
                            names = "--until",
                            paramLabel = "TIME",
                            description = "When they expire, such as 2027-01-31T12:00:00Z.")
                    @Nullable
                    String until,
            @Mixin Once once) {
        Session.AccountApi account = account();
        ObjectNode body = Json.object();
        ArrayNode entries = body.putArray("entries");
        for (String address : addresses) {
            ObjectNode entry = entries.addObject().put("address", address);
            if (label != null) {
                entry.put("label", label);
            }
            if (until != null) {
                entry.put("expiresAt", until);
            }
        }
        JsonNode added = account.api().data(Call.post(path(account)).with(body).once(once.key));
        Table table = Table.withHeadings("ADDRESS", "RESULT", "COVERED BY", "ID");
        for (JsonNode each : added.path("entries")) {
            table.row(
                    Json.text(each, "address"),
                    Json.text(each, "result").equals("added") ? "added" : "already present",
                    Json.text(each, "coveredBy"),
                    Json.text(each, "id"));
        }
        output().table(added, table, "No entries.");
    }

    @Command(name = "remove", description = "Remove an entry.")
    void remove(
            @Parameters(paramLabel = "ADDRESS", description = "The entry's address or range as listed, or its id.")
                    String entry) {
        Session.AccountApi account = account();
        JsonNode removed = account.api().data(Call.delete(path(account) + "/" + ServerUrl.segment(id(account, entry))));
        String through = Json.text(removed, "remainsThrough");
        output().result(
                        removed,
                        SafeText.of(Json.text(removed, "address") + " is removed."
                                + (through.isEmpty() ? "" : " It can still call through " + through + ".")));
    }

    @Command(name = "mode", description = "Set the mode. Enforcing shows first who would be refused.")
    void mode(
            @Parameters(
                            paramLabel = "MODE",
                            description = "off: every address may call. reportOnly: every address may call, and those"
                                    + " that aren't listed are flagged. enforced: they are refused.")
                    String mode,
            @Option(names = "--force", description = "Enforce it even if that stops every call.") boolean force,
            @Mixin Confirmed confirmed) {
        Session.AccountApi account = account();
        if (mode.equals(ENFORCED)) {
            askToEnforce(account, force, confirmed.yes);
        }
        JsonNode set = account.api()
                .data(Call.put(path(account) + "/mode").with(Json.object().put("mode", mode)));
        output().result(
                        set,
                        SafeText.of("The whitelist of " + account.name() + " is now " + Json.text(set, "mode") + "."));
    }

    @Command(name = "check", description = "Check whether an address may call. Nothing is changed or recorded.")
    void check(@Parameters(paramLabel = "ADDRESS", description = "The IP address.") String address) {
        Session.AccountApi account = account();
        JsonNode check = account.api()
                .data(Call.post(path(account) + "/check").with(Json.object().put("address", address)));
        List<String> through = new ArrayList<>();
        check.path("through").forEach(range -> through.add(range.asString()));
        output().result(
                        check,
                        Table.withoutHeadings()
                                .row("Address", Json.text(check, "address"))
                                .row("Listed", through.isEmpty() ? "no" : "yes, by " + String.join(", ", through))
                                .row("Mode", Json.text(check, "mode"))
                                .row("May call", check.path("passes").asBoolean() ? "yes" : "no")
                                .toString());
    }

    /** Replacing the list by itself, as a dry run, names the callers that it would refuse. */
    private void askToEnforce(Session.AccountApi account, boolean force, boolean yes) {
        JsonNode list = account.api().data(Call.get(path(account)));
        if (Json.text(list, "mode").equals(ENFORCED)) {
            return;
        }
        ObjectNode same = Json.object();
        ArrayNode entries = same.putArray("entries");
        for (JsonNode each : list.path("entries")) {
            entries.addObject()
                    .set("address", each.path("address"))
                    .set("label", each.path("label"))
                    .set("expiresAt", each.path("expiresAt"));
        }
        WhitelistPlan plan = new WhitelistPlan(dryRun(account.api(), path(account), same));
        boolean stopsAll = list.path("entries").isEmpty() || plan.shutsOutAll();
        if (!stopsAll && !plan.shutsOutAny()) {
            return;
        }
        output().note(plan.callers());
        if (stopsAll && !force) {
            throw new CommandFailed(
                    ExitCodes.REFUSED, "Enforcing this list would stop every call. Add --force to do it anyway.");
        }
        session().confirm("Enforce it?", yes);
    }

    static JsonNode dryRun(ApiClient api, String path, JsonNode body) {
        return api.data(Call.put(path).with("dryRun", "true").with(body));
    }

    static String path(Session.AccountApi account) {
        return account.path() + "/ip-whitelist";
    }

    private static String id(Session.AccountApi account, String entry) {
        JsonNode list = account.api().data(Call.get(path(account)));
        for (JsonNode each : list.path("entries")) {
            if (Json.text(each, "address").equalsIgnoreCase(entry)
                    || Json.text(each, "id").equals(entry)) {
                return Json.text(each, "id");
            }
        }
        throw new CommandFailed(
                ExitCodes.REFUSED, SafeText.of(entry + " isn't an entry of the whitelist of " + account.name() + "."));
    }
}
