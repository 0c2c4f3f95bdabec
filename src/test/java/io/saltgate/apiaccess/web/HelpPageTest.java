package io.saltgate.apiaccess.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.saltgate.gate.Refusal;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the help pages tell integrators to run is run here, by the interpreters that the machine has. */
class HelpPageTest {

    /** As on the page: salt, document id, mac. */
    private static final List<String> VECTOR =
            List.of("test-private-salt", "01HN8Z2K7M9P4Q5R6S7T8U9V0", "5e6eb6b6d6c81e0f2b096cdf2e14f56dc28b5432");

    /** As on the page: salt, id, timestamp, body, signature. */
    private static final List<String> SIGNED = List.of(
            "test-private-salt-for-docs-0001",
            "019b76da-a800-7c35-9a51-3b1d0c6f2a10",
            "1767225600",
            "{\"pages\":3,\"type\":\"document.completed\",\"eventId\":\"019b76da-a7ff-7d21-8f0e-5c2b9a7e4d63\","
                    + "\"occurredAt\":\"2026-01-01T00:00:00Z\",\"documentId\":\"01HN8Z2K7M9P4Q5R6S7T8U9V0\","
                    + "\"mac\":\"4763522bf4e8f6a9cf7737520e3090840a360c3d\"}",
            "v1,GDEsy0DDE6YUZNqBhkVWk2fJpZfLu4FhzmOPylsq1NQ=");

    private static final Map<String, Runner> RUNNERS = Map.of(
            "webhooks.mjs",
            new Runner("node", "webhooks.mjs", code -> code + """

                    const [what, salt, ...rest] = process.argv.slice(2);
                    if (what === "mac") {
                      console.log(isGenuine({ documentId: rest[0], mac: rest[1] }, salt));
                    } else {
                      const [id, timestamp, body, signature] = rest;
                      const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
                      console.log(isSigned(headers, Buffer.from(body), salt));
                    }
                    """),
            "webhooks.py",
            new Runner("python3", "webhooks.py", code -> code + """

                    import sys
                    what, salt, *rest = sys.argv[1:]
                    if what == "mac":
                        answer = is_genuine({"documentId": rest[0], "mac": rest[1]}, salt)
                    else:
                        headers = {"webhook-id": rest[0], "webhook-timestamp": rest[1], "webhook-signature": rest[3]}
                        answer = is_signed(headers, rest[2].encode(), salt)
                    print(str(answer).lower())
                    """),
            "webhooks.php",
            new Runner("php", "webhooks.php", code -> code + """

                    if ($argv[1] === 'mac') {
                        $answer = isGenuine(['documentId' => $argv[3], 'mac' => $argv[4]], $argv[2]);
                    } else {
                        $headers = ['webhook-id' => $argv[3], 'webhook-timestamp' => $argv[4], 'webhook-signature' => $argv[6]];
                        $answer = isSigned($headers, $argv[5], $argv[2]);
                    }
                    echo $answer ? 'true' : 'false';
                    """),
            "Webhooks.java.txt",
            new Runner(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "Webhooks.java",
                    code -> code.substring(0, code.lastIndexOf('}')) + """

                            public static void main(String[] args) throws Exception {
                                System.out.println(args[0].equals("mac")
                                    ? isGenuine(args[2], args[3], args[1])
                                    : isSigned(args[2], args[3], args[5], args[4].getBytes(UTF_8), args[1]));
                            }
                        }
                        """));

    /**
     * Runs a sample with {@code mac}, salt, id and mac as arguments, or {@code signed}, salt, id, timestamp, body and
     * signature; it prints true or false.
     *
     * @param program the sample with a call behind it
     */
    private record Runner(String command, String file, UnaryOperator<String> program) {}

    /** How a call is run; last the name that its file needs. */
    private static final Map<String, List<String>> CALLS = Map.of(
            "call.sh",
            List.of("sh", "call.sh"),
            "call.mjs",
            List.of("node", "call.mjs"),
            "call.py",
            List.of("python3", "call.py"),
            "call.php",
            List.of("php", "call.php"),
            "Call.java.txt",
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "Call.java"),
            "call.go.txt",
            List.of("go", "run", "call.go"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"webhooks.mjs", "webhooks.py", "webhooks.php", "Webhooks.java.txt"})
    void tellsGenuineWebhooksFromOthers(String file) throws Exception {
        Sample sample = Sample.of("any", file);
        String salt = VECTOR.get(0);
        String id = VECTOR.get(1);
        String mac = VECTOR.get(2);

        assertThat(run(sample, "mac", salt, id, mac)).isEqualTo("true");
        assertThat(run(sample, "mac", salt, id, mac + "zz")).isEqualTo("false");
        assertThat(run(sample, "mac", salt, id, "ä".repeat(20))).isEqualTo("false");
        assertThat(run(sample, "mac", salt, id + "x", mac)).isEqualTo("false");
        // By: printf %s 'Zeuge-ä-😊' | openssl dgst -sha1 -hmac test-private-salt
        assertThat(run(sample, "mac", salt, "Zeuge-ä-😊", "577a81d68176296200042c8cf784ebc984e78423"))
                .isEqualTo("true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhooks.mjs", "webhooks.py", "webhooks.php", "Webhooks.java.txt"})
    void tellsSignedBodiesFromChangedOldAndForgedOnes(String file) throws Exception {
        Sample sample = Sample.of("any", file);
        String salt = SIGNED.get(0);
        String id = SIGNED.get(1);
        String body = "{\"name\":\"Zoë 😊\"}";
        String now = secondsFromNow(0);
        String signature = signature(salt, id, now, body);

        assertThat(run(sample, "signed", salt, id, now, body, signature)).isEqualTo("true");
        assertThat(run(sample, "signed", salt, id, now, body, "v1,AAAA v2,x " + signature))
                .isEqualTo("true");
        assertThat(run(sample, "signed", salt, id, now, body + " ", signature)).isEqualTo("false");
        assertThat(run(sample, "signed", salt, id + "x", now, body, signature)).isEqualTo("false");
        assertThat(run(sample, "signed", salt + "x", id, now, body, signature)).isEqualTo("false");
        assertThat(run(sample, "signed", salt, id, now, body, signature.substring(3)))
                .isEqualTo("false");
        assertThat(run(sample, "signed", salt, id, now, body, "ä")).isEqualTo("false");
        // Each time as late as it can be taken: programs may need long to start.
        List<Supplier<String>> others = List.of(
                () -> secondsFromNow(-330), () -> secondsFromNow(330), () -> "soon", () -> now + ".0", () -> "");
        for (Supplier<String> each : others) {
            String other = each.get();
            assertThat(run(sample, "signed", salt, id, other, body, signature(salt, id, other, body)))
                    .as(other)
                    .isEqualTo("false");
        }
        assertThat(run(sample, "signed", salt, id, SIGNED.get(2), SIGNED.get(3), SIGNED.get(4)))
                .as("the page's own, which is old")
                .isEqualTo("false");
    }

    private static String secondsFromNow(long seconds) {
        return Long.toString(Instant.now().getEpochSecond() + seconds);
    }

    @Test
    void showsTheVectorsThatTheSamplesAreTestedWith() throws Exception {
        assertThat(template("webhooks")).contains(VECTOR).contains(SIGNED);
        assertThat(signature(SIGNED.get(0), SIGNED.get(1), SIGNED.get(2), SIGNED.get(3)))
                .isEqualTo(SIGNED.get(4));
        assertThat(template("webhooks"))
                .contains("whsec_"
                        + Base64.getEncoder().encodeToString(SIGNED.get(0).getBytes(UTF_8)));
    }

    /** No interpreter of these is needed to see the most important of it. */
    @ParameterizedTest
    @ValueSource(strings = {"webhooks.go.txt", "Webhooks.cs.txt"})
    void comparesInConstantTimeAndLooksAtTheTimeInEveryLanguage(String file) {
        assertThat(Sample.of("any", file).code())
                .containsAnyOf("hmac.Equal", "FixedTimeEquals")
                .containsAnyOf("> 300", "> 5*time.Minute");
    }

    @Test
    void explainsEveryRefusalOfTheGate() throws IOException {
        assertThat(template("api"))
                .contains(Arrays.stream(Refusal.values())
                        .map(refusal -> refusal.status() + " " + refusal.code())
                        .toList());
    }

    /** As pasted, with the token in the environment; the answer is a real server's. */
    @ParameterizedTest
    @ValueSource(strings = {"call.sh", "call.mjs", "call.py", "call.php", "Call.java.txt", "call.go.txt"})
    void callsTheApiAsPastedAndHoldsNoSecret(String file) throws Exception {
        List<String> seen = new ArrayList<>();
        HttpServer api = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        api.createContext("/v1/account", exchange -> {
            seen.add(String.join(",", exchange.getRequestHeaders().get("X-Auth-Token")));
            byte[] body = "{\"status\":0}".getBytes(UTF_8);
            exchange.sendResponseHeaders(401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.start();
        try {
            String url = "http://127.0.0.1:" + api.getAddress().getPort() + "/v1";
            Sample sample =
                    Sample.calls(new ApiPageSettings(url, "https://docs.example.com", "https://docs.example.com"))
                            .stream()
                            .filter(each -> each.file().equals(file))
                            .findFirst()
                            .orElseThrow();
            assertThat(sample.code())
                    .contains(url + "/account", "SALTGATE_TOKEN")
                    .doesNotContain("{{");
            List<String> command = CALLS.get(file);
            assumeTrue(isInstalled(command.getFirst()), command.getFirst() + " is not installed");
            Path program = Files.writeString(folder.resolve(command.getLast()), sample.code());
            List<String> parts = new ArrayList<>(command.subList(0, command.size() - 1));
            parts.add(program.toString());
            ProcessBuilder builder = new ProcessBuilder(parts).redirectErrorStream(true);
            builder.environment().put("SALTGATE_TOKEN", "sg_of_a_test");
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);

            assertThat(process.waitFor()).as(output).isZero();
            assertThat(output).contains("{\"status\":0}");
            assertThat(seen).containsExactly("sg_of_a_test");
        } finally {
            api.stop(0);
        }
    }

    private String run(Sample sample, String... arguments) throws Exception {
        Runner runner = RUNNERS.get(sample.file());
        assumeTrue(isInstalled(runner.command()), runner.command() + " is not installed");
        Path program = Files.writeString(
                folder.resolve(runner.file()), runner.program().apply(sample.code()));
        List<String> command = new ArrayList<>(List.of(runner.command(), program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.strip();
    }

    private static String signature(String salt, String id, String timestamp, String body) throws Exception {
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(salt.getBytes(UTF_8), "HmacSHA256"));
        byte[] code = hmac.doFinal((id + "." + timestamp + "." + body).getBytes(UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(code);
    }

    private static boolean isInstalled(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(command)));
    }

    private static String template(String name) throws IOException {
        return Files.readString(Path.of("src/main/resources/templates/help/" + name + ".html"));
    }
}
