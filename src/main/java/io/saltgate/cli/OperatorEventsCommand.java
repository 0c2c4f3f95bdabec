package io.saltgate.cli;

import io.saltgate.cli.http.Call;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import io.saltgate.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code saltgate operator-events}: where the operator is sent what happens in accounts. */
@Command(name = "operator-events", description = "Set where you are sent what happens in accounts.")
final class OperatorEventsCommand extends Group {

    private static final String PATH = "/operator-events";

    @Command(name = "show", description = "Show the endpoint, and how many events wait for it.")
    void show() {
        print(session().operator().data(Call.get(PATH)));
    }

    @Command(
            name = "set",
            description = "Set the endpoint. The first time it prints the secret that events are signed with, once.")
    void set(
            @Parameters(paramLabel = "URL", description = "Where events are sent.") String url,
            @Mixin TypeChoice types,
            @Mixin Once once) {
        ObjectNode body = Json.object().put("url", url);
        types.addTo(body);
        print(session().operator().data(Call.put(PATH).with(body).once(once.key)));
    }

    @Command(name = "test", description = "Send a test event.")
    void test() {
        JsonNode sent = session().operator().data(Call.post(PATH + "/test"));
        output().result(sent, SafeText.of("Test event " + Json.text(sent, "eventId") + " is on its way."));
    }

    @Command(
            name = "rotate-secret",
            description = "Create a new secret, and print it, once. The current one stops signing.")
    void rotateSecret(@Mixin Once once, @Mixin Confirmed confirmed) {
        session()
                .confirm(
                        "Replace the secret of operator events? Your server must know the new one at once.",
                        confirmed.yes);
        JsonNode issued =
                session().operator().data(Call.post(PATH + "/secret/rotation").once(once.key));
        output().result(
                        issued,
                        Table.withoutHeadings()
                                .row("Secret", Json.text(issued, "secret"))
                                .toString());
        output().note("Store this now: it isn't shown again.");
    }

    @Command(name = "end", description = "Send no more events, and delete the secret and what waits.")
    void end(@Mixin Confirmed confirmed) {
        session().confirm("Send no more operator events, and delete the secret and what waits?", confirmed.yes);
        JsonNode ended = session().operator().data(Call.delete(PATH));
        output().result(ended, "No more operator events are sent.");
    }

    private void print(JsonNode events) {
        String url = Json.text(events, "url");
        Table table = Table.withoutHeadings()
                .row("URL", url.isEmpty() ? "none: no events are sent" : url)
                .row("Types", TypeChoice.text(events))
                .row("Waiting", Json.text(events, "waiting"))
                .row("Failing since", Json.text(events, "failingSince"))
                .row("Last failure", Json.text(events, "lastFailure"))
                .row("Given up", Json.text(events, "givenUp"));
        String secret = Json.text(events, "secret");
        if (!secret.isEmpty()) {
            table.row("Secret", secret);
        }
        output().result(events, table.toString());
        if (!secret.isEmpty()) {
            output().note("Store the secret now: it isn't shown again.");
        }
    }
}
