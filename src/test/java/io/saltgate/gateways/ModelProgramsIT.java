package io.saltgate.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.saltgate.gate.Refusal;
import io.saltgate.testing.Console;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that were written for the API of an eSign platform work unchanged through nginx and Saltgate: with
 * {@code X-Auth-Token} alone, a {@code Content-Type} on GET, a slash before the query, a number as {@code status}, and
 * the message of a refusal in both places.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelProgramsIT {

    private static final Path PROGRAM = Path.of("src/test/resources/programs/documents.mjs");
    private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]*)\"");

    private HttpServer api;
    private Gateway.Running gateway;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        api.createContext("/", ModelProgramsIT::answer);
        api.start();
        gateway = Gateway.NGINX.start(
                folder,
                Map.of(),
                GatewaySaltgate.shared().port(),
                api.getAddress().getPort());
    }

    @AfterAll
    void stop() {
        gateway.close();
        api.stop(0);
    }

    /** As the API of the product does it: a number as status, and what was asked of it. */
    private static void answer(HttpExchange exchange) throws IOException {
        Matcher name = NAME.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] body = ("{\"status\":1,\"messages\":[],\"data\":{\"asked\":\"" + exchange.getRequestMethod() + " "
                        + exchange.getRequestURI() + "\",\"name\":\"" + (name.find() ? name.group(1) : "") + "\"}}")
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void aProgramInJavaScriptWorksAndShowsWhyItIsRefused() throws Exception {
        Console console = TestAccount.on(GatewaySaltgate.shared()).signIn();
        console.enableApi();
        String token = console.authToken();

        assertThat(program(token)).isEqualTo("GET /v3/documents/?page=1 POST /v3/documents Lease 4711");

        console.pause();
        assertThat(program(token)).isEqualTo("refused: " + Refusal.API_PAUSED.message());
        console.resume();
        console.regenerate();
        assertThat(program(token)).isEqualTo("refused: " + Refusal.TOKEN_UNKNOWN.message());
        assertThat(program(console.authToken())).startsWith("GET /v3/documents/?page=1");
        console.disable();
        assertThat(program(token)).isEqualTo("refused: " + Refusal.TOKEN_UNKNOWN.message());
    }

    @Test
    void aLineOfCurlWorks() throws Exception {
        Console console = TestAccount.on(GatewaySaltgate.shared()).signIn();
        console.enableApi();
        String url = base() + "/v3/documents/?status=completed&page=2";

        assertThat(curl("-H", "X-Auth-Token: " + console.authToken(), url))
                .isEqualTo("{\"status\":1,\"messages\":[],\"data\":{\"asked\":"
                        + "\"GET /v3/documents/?status=completed&page=2\",\"name\":\"\"}} 200");
        assertThat(curl("-H", "X-Auth-Token: " + console.authToken(), "-H", "Content-Type: application/json", url))
                .endsWith(" 200");
        assertThat(curl(url))
                .contains("\"status\":0,", "\"message\":\"" + Refusal.TOKEN_MISSING.message() + "\",\"data\":null")
                .endsWith(" 401");
    }

    private String base() {
        return "http://127.0.0.1:" + gateway.port();
    }

    private String program(String token) throws IOException, InterruptedException {
        return run("node", PROGRAM.toString(), base(), token);
    }

    private static String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-w", " %{http_code}"));
        command.addAll(Arrays.asList(arguments));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), UTF_8).strip();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        }
    }
}
