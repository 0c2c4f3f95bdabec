package io.saltgate.cli;

import io.saltgate.cli.http.Call;
import io.saltgate.cli.http.ServerUrl;
import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import io.saltgate.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code saltgate members}: an account's team and its open invitations. */
@Command(name = "members", description = "List, invite and remove an account's members, and change roles.")
final class MembersCommand extends AccountGroup {

    private static final String[] LISTS = {"members", "invitations"};

    @Command(name = "list", description = "List the members, owners first, and open invitations.")
    void list(@Mixin Pages pages) {
        Session.AccountApi account = accountOfOperator();
        JsonNode page = pages.get(account.api(), Call.get(account.path() + "/members"), LISTS);
        Table table = Table.withHeadings("EMAIL", "NAME", "ROLE", "SECOND FACTOR", "LAST SEEN", "ID");
        for (JsonNode each : page.path("members")) {
            table.row(
                    Json.text(each, "email"),
                    Json.text(each, "name") + (each.path("guest").asBoolean() ? " (via another app)" : ""),
                    Json.text(each, "role"),
                    each.path("secondFactor").asBoolean() ? "yes" : "no",
                    Json.text(each, "lastSeenAt"),
                    Json.text(each, "id"));
        }
        for (JsonNode each : page.path("invitations")) {
            table.row(Json.text(each, "email"), "(invited)", Json.text(each, "role"), "", "", Json.text(each, "id"));
        }
        output().table(page, table, "No members yet.");
        Pages.noteMore(page, output());
    }

    @Command(name = "invite", description = "Invite someone. A new invitation replaces an earlier one.")
    void invite(
            @Parameters(paramLabel = "EMAIL", description = "The person's email address.") String email,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            required = true,
                            description = "owner, admin, developer or auditor.")
                    String role,
            @Mixin Once once) {
        Session.AccountApi account = accountOfOperator();
        JsonNode invitation = account.api()
                .data(Call.post(account.path() + "/members")
                        .with(Json.object().put("email", email).put("role", role))
                        .once(once.key));
        Table table = Table.withoutHeadings()
                .row("Invited", Json.text(invitation, "email"))
                .row("Role", Json.text(invitation, "role"))
                .row("Expires", Json.text(invitation, "expiresAt"))
                .row("ID", Json.text(invitation, "id"));
        String link = Json.text(invitation, "invitationLink");
        if (!link.isEmpty()) {
            table.row("Invitation link", link);
            output().note(AccountsCommand.LINK_NOTE);
        }
        output().result(invitation, table.toString());
    }

    @Command(name = "role", description = "Change a member's role.")
    void role(
            @Parameters(paramLabel = "MEMBER", description = "The member's email address or id.") String member,
            @Parameters(paramLabel = "ROLE", description = "owner, admin, developer or auditor.") String role) {
        Session.AccountApi account = accountOfOperator();
        JsonNode changed = account.api()
                .data(Call.patch(path(account, member)).with(Json.object().put("role", role)));
        output().result(
                        changed,
                        SafeText.of(Json.text(changed, "email") + " is now " + Json.text(changed, "role") + "."));
    }

    @Command(name = "remove", description = "Remove a member, or withdraw an invitation.")
    void remove(
            @Parameters(paramLabel = "MEMBER", description = "The email address or id of the member or invitation.")
                    String member) {
        Session.AccountApi account = accountOfOperator();
        JsonNode removed = account.api().data(Call.delete(path(account, member)));
        output().result(removed, SafeText.of(member + " is removed."));
    }

    private static String path(Session.AccountApi account, String member) {
        String path = account.path() + "/members";
        return path + "/" + ServerUrl.segment(member.contains("@") ? id(account, path, member) : member);
    }

    private static String id(Session.AccountApi account, String path, String email) {
        JsonNode team = Pages.getAll(account.api(), Call.get(path), LISTS);
        for (String list : LISTS) {
            for (JsonNode each : team.path(list)) {
                if (Json.text(each, "email").equalsIgnoreCase(email)) {
                    return Json.text(each, "id");
                }
            }
        }
        throw new CommandFailed(
                ExitCodes.REFUSED, SafeText.of(email + " is neither a member of " + account.name() + " nor invited."));
    }
}
