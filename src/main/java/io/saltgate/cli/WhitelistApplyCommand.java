package io.saltgate.cli;

import io.saltgate.cli.files.TextFile;
import io.saltgate.cli.files.WhitelistFile;
import io.saltgate.cli.http.ApiRefused;
import io.saltgate.cli.http.Call;
import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code saltgate whitelist apply}: makes a whitelist what a file says, after showing what that changes. */
@Command(
        name = "apply",
        description =
                "Replace the whole whitelist by a file's entries. Shows first what that changes, and which callers"
                        + " of the last 7 days it would shut out.",
        footer = {
            "",
            "The file has one entry per line; empty lines and lines that begin with # are skipped:",
            "  # offices",
            "  203.0.113.7                                 # Berlin",
            "  2001:db8::/48                               # Paris",
            "  198.51.100.0/24 until 2027-01-31T12:00:00Z  # audit",
            "'saltgate whitelist export' prints the current list like this."
        })
final class WhitelistApplyCommand extends Group implements Runnable {

    @ParentCommand
    WhitelistCommand whitelist = new WhitelistCommand();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The file; - for the standard input.")
    String name = "";

    @Option(names = "--dry-run", description = "Only show what would change.")
    boolean dryRun;

    @Option(names = "--force", description = "Apply it even if that stops every call.")
    boolean force;

    @Mixin
    Confirmed confirmed = new Confirmed();

    @Override
    public void run() {
        Session.AccountApi account = whitelist.account();
        TextFile source = session().file(name);
        WhitelistFile file = WhitelistFile.parse(source.name(), source.read(WhitelistFile.MAX_BYTES));
        String path = WhitelistCommand.path(account);
        try {
            WhitelistPlan plan = new WhitelistPlan(WhitelistCommand.dryRun(account.api(), path, file.body()));
            if (dryRun) {
                output().result(plan.data(), plan.text(account.name()));
            } else {
                apply(account, file, plan);
            }
        } catch (ApiRefused e) {
            throw withLines(e, file, source.name());
        }
    }

    private void apply(Session.AccountApi account, WhitelistFile file, WhitelistPlan plan) {
        if (plan.changesNothing()) {
            output().result(plan.data(), "The whitelist of " + SafeText.of(account.name()) + " is as the file says.");
            return;
        }
        show(plan, account);
        if (plan.isEnforced() && plan.shutsOutAll() && !force) {
            throw new CommandFailed(
                    ExitCodes.REFUSED,
                    "The list is enforced, and this would stop every call. Add --force to do it anyway.");
        }
        if (!confirmed.yes) {
            session().confirm("Apply it?", false);
            requireSame(account, file, plan);
        }
        ObjectNode body = file.body();
        if (force) {
            body.put("force", true);
        }
        JsonNode done =
                account.api().data(Call.put(WhitelistCommand.path(account)).with(body));
        WhitelistPlan result = new WhitelistPlan(done);
        output().result(done, "Applied: " + result.summary() + ".");
        if (!result.changesTheSameAs(plan)) {
            output().note("The whitelist was changed at the same time: the list is as the file says, but the changes"
                    + " differ from those shown.");
        }
    }

    /** For people, beside the question; scripts that want JSON get the result alone. */
    private void show(WhitelistPlan plan, Session.AccountApi account) {
        String text = plan.text(account.name());
        if (!output().isJson()) {
            output().line(text);
        } else if (!confirmed.yes) {
            output().note(text);
        }
    }

    /** While someone was reading, someone else may have changed the list. */
    private static void requireSame(Session.AccountApi account, WhitelistFile file, WhitelistPlan shown) {
        WhitelistPlan now =
                new WhitelistPlan(WhitelistCommand.dryRun(account.api(), WhitelistCommand.path(account), file.body()));
        if (!now.changesTheSameAs(shown)) {
            throw new CommandFailed(
                    ExitCodes.STOPPED,
                    "The whitelist was changed while you read this, so no changes were made. Apply the file again.");
        }
    }

    /** The API quotes what it refuses; people look for it by its line. */
    private static CommandFailed withLines(ApiRefused refused, WhitelistFile file, String name) {
        return new CommandFailed(
                refused.exitCode(),
                refused.complaints().stream()
                        .map(complaint -> {
                            int line = file.lineQuotedIn(complaint.message());
                            return line == 0 ? complaint.line() : name + ":" + line + ": " + complaint.line();
                        })
                        .toList());
    }
}
