package io.saltgate.cli;

import io.saltgate.cli.http.Answer;
import io.saltgate.cli.http.Call;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import io.saltgate.cli.output.Table;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code saltgate api}: switches an account's API on and off, and rotates its token. */
@Command(name = "api", description = "Enable, disable, pause and resume an account's API, and rotate its Auth Token.")
final class ApiCommand extends AccountGroup {

    private static final Pattern SHORT_DURATION = Pattern.compile("([0-9]{1,9})([smhd])");

    @Command(name = "enable", description = "Enable the API. Prints the new Auth Token and Private Salt, once.")
    void enable(@Mixin Once once) {
        Session.AccountApi account = accountOfOperator();
        printSecrets(account.api().answer(Call.post(path(account, "activation")).once(once.key)));
    }

    @Command(
            name = "rotate",
            description = "Create a new Auth Token, and print it, once. The Private Salt stays. The current token stops"
                    + " working at once, unless you keep it for a while.")
    void rotate(
            @Option(
                            names = "--keep-old-for",
                            paramLabel = "TIME",
                            description = "How long the current token works beside the new one: 12h, 7d, or an ISO 8601"
                                    + " duration; 30 days at most.")
                    @Nullable
                    String keepOldFor,
            @Option(
                            names = "--replaces",
                            paramLabel = "TOKEN_ID",
                            description = "Only if this is the id of the current token.")
                    @Nullable
                    String replaces,
            @Mixin Once once,
            @Mixin Confirmed confirmed) {
        Session.AccountApi account = accountOfOperator();
        if (keepOldFor == null) {
            session()
                    .confirm(
                            SafeText.of("Rotate the Auth Token of " + account.name()
                                    + "? The current one stops working at once."),
                            confirmed.yes);
        }
        ObjectNode body = Json.object();
        if (keepOldFor != null) {
            body.put("keepOldFor", duration(keepOldFor));
        }
        if (replaces != null) {
            body.put("replaces", replaces);
        }
        printSecrets(account.api()
                .answer(Call.post(path(account, "token/rotation")).with(body).once(once.key)));
    }

    @Command(name = "pause", description = "Pause the API: calls are refused, and nothing is deleted.")
    void pause() {
        change(accountOfOperator(), "pause");
    }

    @Command(name = "resume", description = "Resume a paused API.")
    void resume() {
        change(accountOfOperator(), "resumption");
    }

    @Command(name = "disable", description = "Disable the API. Its Auth Token, Private Salt and whitelist are deleted.")
    void disable(@Mixin Confirmed confirmed) {
        Session.AccountApi account = accountOfOperator();
        session()
                .confirm(
                        SafeText.of("Disable the API of " + account.name()
                                + "? Its Auth Token, Private Salt and whitelist are deleted."),
                        confirmed.yes);
        change(account, "deactivation");
    }

    private void change(Session.AccountApi account, String what) {
        JsonNode state = account.api().data(Call.post(path(account, what)));
        output().result(state, SafeText.of("The API of " + account.name() + " is " + Json.text(state, "state") + "."));
    }

    private void printSecrets(Answer answer) {
        String tokenId = answer.header("X-Token-Id");
        Table table = Table.withoutHeadings().row("Auth Token", Json.text(answer.data(), "authToken"));
        if (answer.data().has("privateSalt")) {
            table.row("Private Salt", Json.text(answer.data(), "privateSalt"));
        }
        table.row("Token id", tokenId);
        output().result(answer.data(), table.toString());
        if (output().isJson()) {
            output().note("Token id: " + SafeText.of(tokenId));
        }
        output().note("Store this now: it isn't shown again here. Members of the account can copy it in the console.");
    }

    /** {@code 7d} as {@code P7D}: the API takes ISO 8601 durations. */
    static String duration(String typed) {
        Matcher parts = SHORT_DURATION.matcher(typed);
        if (!parts.matches()) {
            return typed;
        }
        String unit = parts.group(2).toUpperCase(Locale.ROOT);
        return (unit.equals("D") ? "P" : "PT") + parts.group(1) + unit;
    }

    private static String path(Session.AccountApi account, String what) {
        return account.path() + "/api/" + what;
    }
}
