package io.saltgate.gateways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    /** C4: Debian's own site would answer every call, and nobody would ask Saltgate. */
    @Test
    void doesNotStartBesideDebiansDefaultSite(@TempDir Path folder) throws IOException {
        String debians = """
                server {
                    listen 80 default_server;
                    listen [::]:80 default_server;
                    root /var/www/html;
                }
                """;
        int port = SaltgateServer.freePort();
        String both = (Files.readString(Gateway.SAMPLES.resolve("nginx.conf")) + debians)
                .replace("listen 80 ", "listen 127.0.0.1:" + port + " ")
                .replace("listen [::]:80 default_server;", "");
        Files.writeString(folder.resolve("nginx.conf"), both);

        assertThatThrownBy(() -> Gateway.NGINX.run(folder, port).close())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a duplicate default server");
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
        String token = console.authToken();
        String[] forged = {
            "X-Forwarded-For: 198.51.100.7", "X-Real-IP: 198.51.100.7", "Forwarded: for=198.51.100.7",
            "True-Client-IP: 198.51.100.7", "X-Forwarded-Host: 198.51.100.7", "X-Forwarded-Proto: 198.51.100.7"
        };
        int port = SaltgateServer.freePort();
        try (EchoApi api = new EchoApi()) {
            Map<String, String> text = new HashMap<>(Map.of("nginx.conf", block.group(1)));
            Gateway.replaceOnce(
                    text,
                    Map.of(
                            "listen 80 default_server;", "listen 127.0.0.1:" + port + " default_server;",
                            "127.0.0.1:8080",
                                    "127.0.0.1:" + GatewaySaltgate.shared().port(),
                            "127.0.0.1:9000", "127.0.0.1:" + api.port()));
            Files.writeString(folder.resolve("nginx.conf"), text.get("nginx.conf"));
            try (Gateway.Running nginx = Gateway.NGINX.run(folder, port)) {
                Call call = Call.at(nginx).with(forged);
                Answer allowed = call.token(token).with(MADE_UP).get("/documents");
                Call.assertAllowed(allowed);
                assertThat(Call.told(allowed, "x-account-id"))
                        .containsExactly(account.id().toString());
                assertThat(allowed.body().replaceAll("x-(refusal|judged-address): victim", ""))
                        .doesNotContain("victim");
                assertThat(allowed.body()).doesNotContain("198.51.100.7");
                assertThat(Call.told(allowed, "x-forwarded-for")).containsExactly(Call.CALLER);
                Call.assertAllowed(call.token(token).send("POST", "/documents", "x".repeat(2 * 1024 * 1024)));
                assertRefusedShortly(call.with(MADE_UP).get("/documents"), 401, "token.missing");
                assertRefusedShortly(call.token(token).token(token).get("/"), 401, "token.ambiguous");
                console.setMode("ENFORCED");
                assertRefusedShortly(call.token(token).get("/documents"), 403, "address.not.whitelisted");
                assertThat(api.calls()).isEqualTo(2);
            }
        }
    }

    private static void assertRefusedShortly(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("X-Refusal")).isEqualTo(code);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body())
                .isEqualTo("{\"status\":0,\"messages\":[{\"code\":\"" + code + "\",\"message\":\"Access Denied\"}],"
                        + "\"message\":\"Access Denied\",\"data\":null}");
    }
}
