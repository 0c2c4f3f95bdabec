package io.saltgate.cli;

import io.saltgate.cli.http.Call;
import io.saltgate.cli.http.ServerUrl;
import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code saltgate replay}: sends a delivery once more. */
@Command(name = "replay", description = "Send a delivery once more, as a new one.")
final class ReplayCommand extends AccountGroup implements Runnable {

    @Parameters(paramLabel = "DELIVERY", description = "The delivery's id.")
    String delivery = "";

    @Mixin
    Once once = new Once();

    @Override
    public void run() {
        Session.AccountApi account = account();
        JsonNode replayed = account.api()
                .data(Call.post(account.path() + "/deliveries/" + ServerUrl.segment(delivery) + "/replay")
                        .once(once.key));
        output().result(
                        replayed,
                        SafeText.of("Delivery " + delivery + " is sent again, as delivery " + Json.text(replayed, "id")
                                + "."));
    }
}
