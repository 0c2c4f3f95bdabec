package io.saltgate.cli;

import io.saltgate.cli.http.Call;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.Table;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code saltgate whoami}: what the server knows of an Auth Token and its caller. */
@Command(
        name = "whoami",
        description = "Show the account and id of an Auth Token, and the IP address that Saltgate sees for you.")
final class WhoamiCommand extends Group implements Runnable {

    @Override
    public void run() {
        JsonNode who = session().own().data(Call.get("/account"));
        JsonNode account = who.path("account");
        output().result(
                        who,
                        Table.withoutHeadings()
                                .row("Account", Json.text(account, "slug"))
                                .row("Account id", Json.text(account, "id"))
                                .row("External id", Json.text(account, "externalId"))
                                .row("Token id", Json.text(who, "tokenId"))
                                .row("Your address", Json.text(who, "address"))
                                .toString());
    }
}
