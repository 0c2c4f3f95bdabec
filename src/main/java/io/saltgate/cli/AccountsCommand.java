package io.saltgate.cli;

import io.saltgate.cli.files.AccountsFile;
import io.saltgate.cli.files.TextFile;
import io.saltgate.cli.http.ApiClient;
import io.saltgate.cli.http.ApiRefused;
import io.saltgate.cli.http.Call;
import io.saltgate.cli.http.ServerUrl;
import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.Output;
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

/** {@code saltgate accounts}: lists, creates, changes and closes accounts. */
@Command(name = "accounts", description = "List, create, change and close accounts.")
final class AccountsCommand extends Group {

    static final String LINK_NOTE =
            "Send each invitation link through a channel you trust. You won't see it again; it works once, for 7 days.";

    @Command(name = "list", description = "List accounts, by slug.")
    void list(
            @Option(
                            names = "--query",
                            paramLabel = "TEXT",
                            description = "Only accounts with a word in their name or slug that begins with it, or with"
                                    + " this external id.")
                    @Nullable
                    String query,
            @Mixin Pages pages) {
        JsonNode page = pages.get(session().operator(), Call.get("/accounts").with("q", query), "accounts");
        output().table(page, table(page.path("accounts")), "No accounts found.");
        Pages.noteMore(page, output());
    }

    @Command(name = "show", description = "Show an account.")
    void show(@Parameters(paramLabel = "SLUG", description = "The account's slug.") String slug) {
        print(session().operator().data(Call.get(path(slug))));
    }

    @Command(name = "create", description = "Create an account, and invite its owner.")
    void create(
            @Parameters(paramLabel = "NAME", description = "Its name.") String name,
            @Option(
                            names = "--slug",
                            paramLabel = "SLUG",
                            description = "Its short name in addresses, which never changes: lower-case letters, digits"
                                    + " and inner hyphens. Without it, the name suggests one.")
                    @Nullable
                    String slug,
            @Option(names = "--external-id", paramLabel = "ID", description = "Your own id of it.") @Nullable
                    String externalId,
            @Option(names = "--owner", paramLabel = "EMAIL", description = "Invite this person as its owner.") @Nullable
                    String owner,
            @Mixin Once once) {
        ObjectNode body = Json.object().put("name", name);
        putIfGiven(body, "slug", slug);
        putIfGiven(body, "externalId", externalId);
        putIfGiven(body, "ownerEmail", owner);
        print(session().operator().data(Call.post("/accounts").with(body).once(once.key)));
    }

    @Command(name = "rename", description = "Change an account's name. Its slug stays.")
    void rename(
            @Parameters(paramLabel = "SLUG", description = "The account's slug.") String slug,
            @Parameters(paramLabel = "NAME", description = "The new name.") String name) {
        change(slug, Json.object().put("name", name));
    }

    @Command(name = "suspend", description = "Suspend an account: its calls are refused until you resume it.")
    void suspend(
            @Parameters(paramLabel = "SLUG", description = "The account's slug.") String slug,
            @Option(
                            names = "--reason",
                            paramLabel = "TEXT",
                            description = "Why: one line, which the account's team is shown.")
                    @Nullable
                    String reason) {
        ObjectNode body = Json.object().put("suspended", true);
        putIfGiven(body, "suspensionReason", reason);
        change(slug, body);
    }

    @Command(name = "resume", aliases = "unsuspend", description = "Resume a suspended account.")
    void resume(@Parameters(paramLabel = "SLUG", description = "The account's slug.") String slug) {
        change(slug, Json.object().put("suspended", false));
    }

    @Command(
            name = "close",
            description =
                    "Close an account. Its API is disabled at once; its team's access ends. It can be reopened for"
                            + " 30 days, then its data is deleted.")
    void close(
            @Parameters(paramLabel = "SLUG", description = "The account's slug.") String slug,
            @Mixin Confirmed confirmed) {
        ApiClient operator = session().operator();
        JsonNode account = operator.data(Call.get(path(slug)));
        session()
                .confirm(
                        "Close " + SafeText.of(Json.text(account, "name") + " (" + slug + ")")
                                + "? Its Auth Token, Private Salt and whitelist are deleted at once.",
                        confirmed.yes);
        JsonNode closed = operator.data(Call.delete(path(slug)));
        output().result(
                        closed,
                        slug + " is closed. It can be reopened until " + Json.text(closed, "reopenableUntil")
                                + ": saltgate accounts reopen " + slug);
    }

    @Command(name = "closed", description = "List closed accounts whose data isn't deleted yet, the last one first.")
    void closed(@Mixin Pages pages) {
        JsonNode page = pages.get(session().operator(), Call.get("/closed-accounts"), "accounts");
        Table table = Table.withHeadings("SLUG", "NAME", "CLOSED", "REOPENABLE UNTIL");
        for (JsonNode each : page.path("accounts")) {
            table.row(
                    Json.text(each, "slug"),
                    Json.text(each, "name"),
                    Json.text(each, "closedAt"),
                    Json.text(each, "reopenableUntil"));
        }
        output().table(page, table, "No closed accounts found.");
        Pages.noteMore(page, output());
    }

    @Command(name = "reopen", description = "Reopen a closed account. Its API stays off.")
    void reopen(@Parameters(paramLabel = "SLUG", description = "The account's slug.") String slug) {
        print(session().operator().data(Call.post("/closed-accounts/" + ServerUrl.segment(slug) + "/reopening")));
    }

    @Command(
            name = "apply",
            description = "Create or change accounts by their external ids. Applying a file again changes nothing.",
            footer = {
                "",
                "The file has JSON objects: one per line, in an array, or in an object with the member \"accounts\":",
                "  {\"externalId\":\"customer-1\",\"name\":\"First Ltd\",\"ownerEmail\":\"one@example.org\"}",
                "  {\"externalId\":\"customer-2\",\"name\":\"Second Ltd\",\"suspended\":true}"
            })
    int apply(
            @Option(
                            names = {"-f", "--file"},
                            paramLabel = "FILE",
                            required = true,
                            description = "The file; - for the standard input.")
                    String name) {
        TextFile file = session().file(name);
        List<ObjectNode> batches = AccountsFile.batches(file.name(), file.read(AccountsFile.MAX_BYTES));
        ApiClient operator = session().operator();
        ObjectNode results = Json.object();
        ArrayNode lines = results.putArray("accounts");
        try {
            for (ObjectNode batch : batches) {
                operator.data(Call.post("/account-batches").with(batch))
                        .path("accounts")
                        .forEach(lines::add);
            }
        } catch (CommandFailed e) {
            if (!lines.isEmpty()) {
                output().note(lines.size() + " accounts were done before this failed. Apply the file again to go on.");
                printResults(results, lines);
            }
            throw e;
        }
        return printResults(results, lines);
    }

    private int printResults(JsonNode results, ArrayNode lines) {
        Table table = Table.withHeadings("EXTERNAL ID", "RESULT", "SLUG", "INVITATION LINK");
        int failed = 0;
        int invited = 0;
        for (JsonNode line : lines) {
            String link = Json.text(line, "invitationLink");
            table.row(
                    Json.text(line, "externalId"),
                    Json.text(line, "result"),
                    Json.text(line.path("account"), "slug"),
                    link);
            invited += link.isEmpty() ? 0 : 1;
            failed += Json.text(line, "result").equals("failed") ? 1 : 0;
        }
        Output output = output();
        output.table(results, table, "No accounts.");
        for (JsonNode line : lines) {
            String id = SafeText.of(Json.text(line, "externalId"));
            ApiRefused.complaints(line).forEach(complaint -> output.note(id + ": " + complaint.line()));
        }
        if (invited > 0) {
            output.note(LINK_NOTE);
        }
        output.note(lines.size() - failed + " of " + lines.size() + " accounts are as the file says.");
        return failed == 0 ? ExitCodes.OK : ExitCodes.REFUSED;
    }

    private void change(String slug, ObjectNode change) {
        print(session().operator().data(Call.patch(path(slug)).with(change)));
    }

    private void print(JsonNode account) {
        Table table = Table.withoutHeadings()
                .row("Slug", Json.text(account, "slug"))
                .row("Name", Json.text(account, "name"))
                .row("External id", Json.text(account, "externalId"))
                .row("Suspended", suspension(account))
                .row("Created", Json.text(account, "createdAt"));
        String link = Json.text(account, "invitationLink");
        if (!link.isEmpty()) {
            table.row("Invitation link", link);
            output().note(LINK_NOTE);
        }
        output().result(account, table.toString());
    }

    private static String suspension(JsonNode account) {
        String reason = Json.text(account, "suspensionReason");
        if (!account.path("suspended").asBoolean()) {
            return "no";
        }
        return reason.isEmpty() ? "yes" : "yes: " + reason;
    }

    private static Table table(JsonNode accounts) {
        Table table = Table.withHeadings("SLUG", "NAME", "EXTERNAL ID", "SUSPENDED", "CREATED");
        for (JsonNode each : accounts) {
            table.row(
                    Json.text(each, "slug"),
                    Json.text(each, "name"),
                    Json.text(each, "externalId"),
                    each.path("suspended").asBoolean() ? "yes" : "no",
                    Json.text(each, "createdAt"));
        }
        return table;
    }

    private static String path(String slug) {
        return "/accounts/" + ServerUrl.segment(slug);
    }

    private static void putIfGiven(ObjectNode body, String member, @Nullable String value) {
        if (value != null) {
            body.put(member, value);
        }
    }
}
