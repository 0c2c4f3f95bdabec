package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.svix.Webhook;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures by other people's code: of Svix in Java, and what integrators take from npm. */
class OtherLibrariesTest {

    private static final String SALT = "3fJ8sK1mZq0XcV7bN5aL9wE2rT6yU4iO1pA8sD3fG0h";
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(SALT.getBytes(UTF_8));

    private static final Path NPM = Path.of("target/npm");

    private static final String SCRIPT = """
            const { Webhook } = require(process.argv[2]);
            const { secret, calls } = JSON.parse(require("fs").readFileSync(0, "utf8"));
            const webhook = new Webhook(secret);
            let refused = 0;
            for (const { body, headers } of calls) {
              webhook.verify(body, headers);
              try {
                webhook.verify(body + " ", headers);
              } catch (e) {
                refused++;
              }
            }
            console.log(calls.length + " verified, " + refused + " refused");
            """;

    @ParameterizedTest
    @MethodSource("io.saltgate.webhooks.SignatureTest#bodies")
    void svixTakesThem(String body) throws Exception {
        Instant now = Instant.now();
        String signature = new Signature(SALT).standard("msg-1", now, body.getBytes(UTF_8));

        new Webhook(SECRET)
                .verify(
                        body,
                        HttpHeaders.of(
                                Map.of(
                                        "webhook-id", List.of("msg-1"),
                                        "webhook-timestamp", List.of(Long.toString(now.getEpochSecond())),
                                        "webhook-signature", List.of(signature)),
                                (name, value) -> true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"standardwebhooks", "svix"})
    void thoseOfNpmTakeThem(String library) throws Exception {
        assumeTrue(isInstalled(), "npm or its registry is out of reach");
        Instant now = Instant.now();
        JsonArrayBuilder calls = Json.createArrayBuilder();
        List<String> bodies = SignatureTest.bodies().toList();
        for (String body : bodies) {
            calls.add(Json.createObjectBuilder()
                    .add("body", body)
                    .add(
                            "headers",
                            Json.createObjectBuilder()
                                    .add("webhook-id", "msg-1")
                                    .add("webhook-timestamp", Long.toString(now.getEpochSecond()))
                                    .add(
                                            "webhook-signature",
                                            new Signature(SALT).standard("msg-1", now, body.getBytes(UTF_8)))));
        }
        String input = Json.createObjectBuilder()
                .add("secret", SECRET)
                .add("calls", calls)
                .build()
                .toString();
        Path script = Files.writeString(NPM.resolve("verify.cjs"), SCRIPT);

        assertThat(run(input, "node", script.toString(), library).strip())
                .isEqualTo(bodies.size() + " verified, " + bodies.size() + " refused");
    }

    private static boolean isInstalled() throws IOException, InterruptedException {
        if (Files.exists(NPM.resolve("node_modules/standardwebhooks"))
                && Files.exists(NPM.resolve("node_modules/svix"))) {
            return true;
        }
        Files.createDirectories(NPM);
        try {
            return new ProcessBuilder(
                                    "npm",
                                    "install",
                                    "--no-audit",
                                    "--no-fund",
                                    "--prefix",
                                    NPM.toString(),
                                    "standardwebhooks@1.1.1",
                                    "svix@2.5.0")
                            .redirectErrorStream(true)
                            .redirectOutput(NPM.resolve("install.log").toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no npm
        }
    }

    private static String run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
