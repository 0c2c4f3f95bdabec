package io.saltgate.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.gate.Refusal;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NginxIT extends AnyGateway {
    NginxIT() {
        super(Gateway.NGINX);
    }

    /** It drops bodies of refusals, so the sample has them all. */
    @Test
    void knowsTheWordsOfEveryRefusal() throws IOException {
        String sample = Files.readString(Gateway.SAMPLES.resolve("nginx.conf"));
        for (Refusal refusal : Refusal.values()) {
            assertThat(sample).containsPattern(refusal.code() + " +\"" + refusal.message() + "\";");
        }
    }

    /** It then names the status of each node that it tried. */
    @Test
    void answersAsTheNodeThatLivesWhereAnotherIsDead(@TempDir Path folder) throws IOException {
        String dead = "    server 127.0.0.1:" + SaltgateServer.freePort() + " max_fails=0;\n";
        Map<String, String> twoNodes = Map.of(
                "    keepalive 64;                                           # without it",
                dead + "    keepalive 64;                                           # without it");
        try (EchoApi api = new EchoApi();
                Gateway.Running nginx = Gateway.NGINX.start(
                        folder, twoNodes, GatewaySaltgate.shared().port(), api.port())) {
            for (int i = 0; i < 6; i++) {
                Call.assertRefused(Call.at(nginx).get("/documents"), Refusal.TOKEN_MISSING);
            }
        }
    }

    /** What the README shows is enough to be safe. */
    @Test
    void runsWhatTheReadmeShows(@TempDir Path folder) throws IOException {
        Matcher block =
                Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        TestAccount account = TestAccount.on(GatewaySaltgate.shared());
        Console console = account.signIn();
        console.enableApi();
        int port = SaltgateServer.freePort();
        try (EchoApi api = new EchoApi()) {
            Map<String, String> text = new HashMap<>(Map.of("nginx.conf", block.group(1)));
            Gateway.replaceOnce(
                    text,
                    Map.of(
                            "listen 80;", "listen 127.0.0.1:" + port + ";",
                            "127.0.0.1:8080",
                                    "127.0.0.1:" + GatewaySaltgate.shared().port(),
                            "127.0.0.1:9000", "127.0.0.1:" + api.port()));
            Files.writeString(folder.resolve("nginx.conf"), text.get("nginx.conf"));
            try (Gateway.Running nginx = Gateway.NGINX.run(folder, port)) {
                Call call = Call.at(nginx);
                Answer allowed = call.token(console.authToken()).with(MADE_UP).get("/documents");
                Call.assertAllowed(allowed);
                assertThat(Call.told(allowed, "x-account-id"))
                        .containsExactly(account.id().toString());
                assertThat(allowed.body().replaceAll("x-(refusal|judged-address): victim", ""))
                        .doesNotContain("victim");
                assertThat(call.with(MADE_UP).get("/documents").status()).isEqualTo(401);
                console.setMode("ENFORCED");
                assertThat(call.token(console.authToken())
                                .with("X-Forwarded-For: 198.51.100.7")
                                .get("/documents")
                                .status())
                        .isEqualTo(403);
                assertThat(api.calls()).isEqualTo(1);
            }
        }
    }
}
