package io.saltgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line does with servers, keys and values that aren't as they should be. */
class HostileServerTest {

    private static final String KEY = "the-operator-key-of-this-test";
    private static final String LIST = "{\"status\":1,\"messages\":[],\"data\":{\"accounts\":[],\"nextCursor\":null}}";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path dir;

    @Test
    void sendsTheKeyAndNothingElseOfItsEnvironment() {
        try (Receiver server = Receiver.start(json("200 OK", LIST))) {
            CommandRun run = run(server, "accounts", "list", "--query", "a&b=c\r\nX-Evil: 1");

            assertThat(run.exitCode()).as(run.err()).isZero();
            Receiver.Request request = server.requests().getFirst();
            assertThat(request.line()).isEqualTo("GET /api/v1/accounts?q=a%26b%3Dc%0D%0AX-Evil%3A%201 HTTP/1.1");
            assertThat(request.header("Authorization")).contains("Bearer " + KEY);
            assertThat(request.header("X-Evil")).isEmpty();
        }
    }

    @Test
    void reachesNoOtherCallByAName() {
        try (Receiver server = Receiver.start(json("200 OK", LIST))) {
            assertThat(run(server, "accounts", "show", "../closed-accounts?x=1#y")
                            .exitCode())
                    .isZero();
            assertThat(server.requests().getFirst().line())
                    .isEqualTo("GET /api/v1/accounts/..%2Fclosed-accounts%3Fx%3D1%23y HTTP/1.1");
            assertThat(run(server, "accounts", "show", "..").exitCode()).isEqualTo(2);
            assertThat(run(server, "accounts", "show", "").exitCode()).isEqualTo(2);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void refusesAKeyThatWouldBeginAnotherHeader() {
        for (String key : new String[] {"a\r\nX-Evil: 1", "two words", "\u00e9", "a\u0000"}) {
            CommandRun run = CommandRun.of(Map.of("SALTGATE_OPERATOR_KEY", key), "accounts", "list");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("saltgate: The operator key isn't valid")
                    .doesNotContain(key);
        }
        CommandRun run = CommandRun.of(
                Map.of("SALTGATE_OPERATOR_KEY", KEY), "accounts", "create", "A", "--idempotency-key", "a\r\nX-Evil: 1");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    @Test
    void saysThatAServerIsNotSaltgate() {
        String html = "<html><title>\u001b[31mWelcome</title></html>";
        assertNotSaltgate(answer("200 OK", "text/html", html), "text/html");
        assertNotSaltgate(answer("502 Bad Gateway", "text/html", html), "502");
        assertNotSaltgate(json("200 OK", "{"), "isn't JSON");
        assertNotSaltgate(json("200 OK", "[]"), "200");
        assertNotSaltgate(json("404 Not Found", "{\"error\":\"no\"}"), "404");
        assertNotSaltgate(json("200 OK", "[".repeat(100_000)), "isn't JSON");
    }

    @Test
    void followsNoRedirect() {
        try (Receiver elsewhere = Receiver.start(json("200 OK", LIST));
                Receiver server = Receiver.start(Receiver.saying(
                        "HTTP/1.1 307 Temporary Redirect",
                        "Location: http://127.0.0.1:" + elsewhere.port() + "/api/v1/accounts",
                        "Content-Length: 0",
                        "",
                        ""))) {
            CommandRun run = run(server, "accounts", "list");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err()).contains("redirects to").hasLineCount(1);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void repeatsACreatingCallUnderItsKeyUntilThereIsAnAnswer() {
        AtomicInteger calls = new AtomicInteger();
        String busy = "{\"status\":0,\"messages\":[{\"code\":\"unavailable\",\"message\":\"Busy\"}],\"data\":null}";
        String done = "{\"status\":1,\"messages\":[],\"data\":{\"slug\":\"acme\",\"name\":\"Acme\"}}";
        try (Receiver server = Receiver.start((request, out, socket) -> {
            switch (calls.incrementAndGet()) {
                case 1 -> socket.close();
                case 2 ->
                    answer("503 Service Unavailable\r\nRetry-After: 1", "application/json", busy)
                            .answer(request, out, socket);
                default -> json("201 Created", done).answer(request, out, socket);
            }
        })) {
            CommandRun run = run(server, "accounts", "create", "Acme");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().stream()
                            .map(request -> request.header("Idempotency-Key").orElseThrow())
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void namesTheKeyOfACallWhoseAnswerWasLost() {
        try (Receiver server = Receiver.start((request, out, socket) -> {
            out.write(
                    Receiver.text("HTTP/1.1 200 OK", "Content-Type: application/json", "Content-Length: 999", "", ""));
            socket.close();
        })) {
            CommandRun lost = run(server, "api", "enable", "--account", "acme", "--idempotency-key", "my-key");
            assertThat(lost.exitCode()).isEqualTo(3);
            assertThat(lost.err()).contains("closed the connection").contains("add --idempotency-key my-key");
            assertThat(server.requests()).hasSize(3);

            CommandRun unknown = run(server, "api", "pause", "--account", "acme");
            assertThat(unknown.exitCode()).isEqualTo(3);
            assertThat(unknown.err()).contains("It isn't known whether the call was done: look");
            assertThat(server.requests()).as("a pause isn't repeated").hasSize(4);
        }
    }

    @Test
    void saysThatNothingListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        CommandRun run = CommandRun.of(
                Map.of("SALTGATE_URL", "http://127.0.0.1:" + port, "SALTGATE_OPERATOR_KEY", KEY), "accounts", "list");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("can't be reached: the connection was refused")
                .hasLineCount(1);

        CommandRun nowhere = CommandRun.of(
                Map.of("SALTGATE_URL", "http://no-such-host.invalid", "SALTGATE_OPERATOR_KEY", KEY),
                "accounts",
                "list");
        assertThat(nowhere.exitCode()).isEqualTo(3);
        assertThat(nowhere.err())
                .contains("Warning: http://no-such-host.invalid is not encrypted")
                .contains("can't be reached");
    }

    @Test
    void refusesUrlsThatAreNone() {
        for (String url : new String[] {"saltgate.example.org", "ftp://x", "http://", "http://a b", "http://x/?q=1"}) {
            CommandRun run = CommandRun.of(Map.of("SALTGATE_OPERATOR_KEY", KEY), "accounts", "list", "--url", url);
            assertThat(run.exitCode()).as(url).isEqualTo(2);
        }
        CommandRun run = CommandRun.of(
                Map.of("SALTGATE_OPERATOR_KEY", KEY), "accounts", "list", "--url", "http://u:hunter2@localhost");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).doesNotContain("hunter2");
    }

    @Test
    void trustsACertificateOfItsOwnOnlyIfToldTo() throws Exception {
        keytool("-genkeypair", "-alias", "own", "-keyalg", "EC", "-dname", "CN=own", "-ext", "san=ip:127.0.0.1");
        keytool(
                "-exportcert",
                "-alias",
                "own",
                "-rfc",
                "-file",
                dir.resolve("own.pem").toString());
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve("own.p12"))) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        try (Receiver server = Receiver.startTls(tls, json("200 OK", LIST))) {
            Map<String, String> variables =
                    Map.of("SALTGATE_URL", "https://127.0.0.1:" + server.port(), "SALTGATE_OPERATOR_KEY", KEY);

            CommandRun refused = CommandRun.of(variables, "accounts", "list");
            assertThat(refused.exitCode()).isEqualTo(3);
            assertThat(refused.err())
                    .contains("isn't secure")
                    .contains("--ca-file")
                    .hasLineCount(1);
            assertThat(server.requests()).isEmpty();

            CommandRun trusted = CommandRun.of(
                    variables,
                    "accounts",
                    "list",
                    "--ca-file",
                    dir.resolve("own.pem").toString());
            assertThat(trusted.exitCode()).as(trusted.err()).isZero();
        }
        Path text = Files.writeString(dir.resolve("text"), "no certificate");
        assertThat(CommandRun.of(Map.of("SALTGATE_OPERATOR_KEY", KEY), "accounts", "list", "--ca-file", text.toString())
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void showsExchangesWithoutSecrets() throws IOException {
        Path file = Files.writeString(dir.resolve("key"), KEY + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String secrets = "{\"status\":1,\"messages\":[],\"data\":{\"authToken\":\"sg_x\",\"privateSalt\":\"salt-y\"}}";
        try (Receiver server = Receiver.start(json("200 OK", secrets))) {
            CommandRun run = CommandRun.of(
                    Map.of("SALTGATE_URL", "http://127.0.0.1:" + server.port()),
                    "api",
                    "enable",
                    "--account",
                    "acme",
                    "--debug",
                    "--key-file",
                    file.toString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("> POST ", "Authorization: ***", "< 200")
                    .doesNotContain(KEY, "sg_x", "salt-y");
            assertThat(run.out()).contains("sg_x", "salt-y");
        }
    }

    @Test
    void letsTheAnswersTextsNotControlTheTerminal() {
        String hostile =
                "{\"status\":0,\"messages\":[{\"code\":\"name.invalid\",\"message\":\"\\u001b[2Jbad\\nline\"}],"
                        + "\"data\":null}";
        try (Receiver server = Receiver.start(json("422 Unprocessable", hostile))) {
            CommandRun run = run(server, "accounts", "create", "A");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).isEqualTo("saltgate: ?[2Jbad?line [name.invalid]\n");
        }
    }

    @Test
    void sendsAPayloadAsItIsAndNothingBesideIt() throws IOException {
        String accepted = "{\"status\":1,\"messages\":[],\"data\":{\"id\":\"e\",\"eventId\":\"e\"}}";
        try (Receiver server = Receiver.start(json("202 Accepted", accepted))) {
            String payload = "{\"b\": 1.10, \"a\":\"\\u00e9\", \"big\":12345678901234567890}";
            CommandRun sent = send(server, payload);
            assertThat(sent.exitCode()).as(sent.err()).isZero();
            assertThat(new String(server.requests().getFirst().body()))
                    .isEqualTo("{\"type\":\"a.b\",\"documentId\":\"d \\\"1\\\"\",\"payload\":" + payload + "}");

            for (String bad : new String[] {"{},\"type\":\"x\"", "{}{}", "[]", "{", "", "{\"a\":1,\"a\":2}"}) {
                CommandRun refused = send(server, bad);
                assertThat(refused.exitCode()).as(bad).isEqualTo(2);
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    private CommandRun send(Receiver server, String payload) {
        return CommandRun.of(
                variables(server), payload, false, "events", "send", "a.b", "d \"1\"", "-f", "-", "--account", "acme");
    }

    private void assertNotSaltgate(Receiver.Answering answering, String reason) {
        try (Receiver server = Receiver.start(answering)) {
            CommandRun run = run(server, "accounts", "list");
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .contains("doesn't answer like Saltgate's API", reason)
                    .hasLineCount(1)
                    .doesNotContain("\u001b");
        }
    }

    private static CommandRun run(Receiver server, String... arguments) {
        return CommandRun.of(variables(server), arguments);
    }

    private static Map<String, String> variables(Receiver server) {
        return Map.of("SALTGATE_URL", "http://127.0.0.1:" + server.port() + "/", "SALTGATE_OPERATOR_KEY", KEY);
    }

    private static Receiver.Answering json(String status, String body) {
        return answer(status, "application/json", body);
    }

    private static Receiver.Answering answer(String status, String type, String body) {
        return (request, out, socket) -> {
            out.write(Receiver.text(
                    "HTTP/1.1 " + status, "Content-Type: " + type, "Content-Length: " + body.length(), "", ""));
            out.write(body.getBytes());
            out.flush();
        };
    }

    private void keytool(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 5];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        command[arguments.length + 1] = "-keystore";
        command[arguments.length + 2] = dir.resolve("own.p12").toString();
        command[arguments.length + 3] = "-storepass";
        command[arguments.length + 4] = new String(PASSWORD);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
