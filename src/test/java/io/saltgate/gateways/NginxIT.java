package io.saltgate.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.saltgate.gate.Refusal;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample for operators, in a real nginx before a real Saltgate. */
class NginxIT {

    /** Callers come from another address of this machine than the gateway, or nobody could tell them apart. */
    private static final String CALLER = "127.0.0.2";

    private static final String ELSEWHERE = "127.0.0.3";

    private static SaltgateServer saltgate;
    private static EchoApi api;
    private static Nginx nginx;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws IOException {
        saltgate = SaltgateServer.configure()
                .postgres()
                .env("SALTGATE_GATEWAYS", "127.0.0.1")
                .start();
        api = new EchoApi();
        nginx = Nginx.start(folder, sample(), saltgate.port(), api.port());
    }

    @AfterAll
    static void stop() {
        nginx.close();
        api.close();
        saltgate.close();
    }

    @Test
    void lifecycleTakesEffectAtOnce() {
        TestAccount account = TestAccount.on(saltgate);
        Console console = account.signIn();
        console.enableApi();
        String token = console.authToken();
        assertAllowed(call(token));
        assertRefused(call(null), Refusal.TOKEN_MISSING);
        assertRefused(call("nonsense"), Refusal.TOKEN_MALFORMED);

        console.pause();
        assertRefused(call(token), Refusal.API_PAUSED);
        console.resume();
        assertAllowed(call(token));

        console.addToWhitelist(CALLER);
        console.setMode("ENFORCED");
        assertAllowed(call(token));
        assertRefused(from(ELSEWHERE, token), Refusal.ADDRESS_NOT_WHITELISTED);
        assertThat(from(ELSEWHERE, token).headers().allValues("X-Judged-Address"))
                .containsExactly(ELSEWHERE);
        console.setMode("REPORT_ONLY");
        assertThat(told(from(ELSEWHERE, token), "x-would-refuse")).containsExactly("address.not.whitelisted");

        console.regenerate();
        assertRefused(call(token), Refusal.TOKEN_UNKNOWN);
        String next = console.authToken();
        assertAllowed(call(next));

        account.setStatus("SUSPENDED");
        assertRefused(call(next), Refusal.ACCOUNT_SUSPENDED);
        account.setStatus("ACTIVE");
        console.disable();
        assertRefused(call(next), Refusal.TOKEN_UNKNOWN);
    }

    @Test
    void believesNoAddressThatTheCallerWrote() {
        Console console = enabled();
        String token = console.authToken();
        console.addToWhitelist("198.51.100.7");
        console.setMode("ENFORCED");

        String[] one = {"X-Forwarded-For", "198.51.100.7"};
        String[] two = {"X-Forwarded-For", "198.51.100.7", "X-Forwarded-For", "198.51.100.7"};
        String[] others = {"X-Real-IP", "198.51.100.7", "Forwarded", "for=198.51.100.7"};
        for (String[] headers : List.of(one, two, others)) {
            HttpResponse<String> answer = call(token, headers);
            assertRefused(answer, Refusal.ADDRESS_NOT_WHITELISTED);
            assertThat(answer.headers().allValues("X-Judged-Address")).containsExactly(CALLER);
        }
    }

    @Test
    void replacesIdentityThatTheCallerMadeUp() {
        TestAccount account = TestAccount.on(saltgate);
        Console console = account.signIn();
        console.enableApi();

        HttpResponse<String> answer = call(
                console.authToken(),
                "X-Account-Id",
                "victim",
                "X-Account-Id",
                "victim",
                "X_Account_Id",
                "victim",
                "X-Account-Slug",
                "victim",
                "X-External-Id",
                "victim",
                "X-Token-Id",
                "victim",
                "X-Decision-Id",
                "victim",
                "X-Would-Refuse",
                "victim");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("victim");
        assertThat(told(answer, "x-account-id")).containsExactly(account.id().toString());
        assertThat(told(answer, "x-account-slug")).containsExactly(account.slug());
        assertThat(told(answer, "x-external-id")).containsExactly("-");
        assertThat(told(answer, "x-token-id")).singleElement().matches(NginxIT::isId);
        assertThat(told(answer, "x-decision-id")).singleElement().matches(NginxIT::isId);
        assertThat(told(answer, "x-would-refuse")).isEmpty();
        assertThat(told(answer, "x-forwarded-for")).containsExactly(CALLER);
    }

    @Test
    void refusesTwoTokensInWhateverOrder() {
        String token = enabled().authToken();
        assertRefused(call(token, "X-Auth-Token", token), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call(token, "X-Auth-Token", "other"), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call("other", "X-Auth-Token", token), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call(token + "," + token), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call(null, "Cookie", "X-Auth-Token=" + token), Refusal.TOKEN_MISSING);
        assertRefused(send(request("/?X-Auth-Token=" + token).GET(), CALLER), Refusal.TOKEN_MISSING);
    }

    @Test
    void bringsTheBodyToTheApiAndNotToTheQuestion() {
        String token = enabled().authToken();
        String body = "x".repeat(100_000);

        HttpResponse<String> counted =
                send(request("/documents").header("X-Auth-Token", token).POST(BodyPublishers.ofString(body)), CALLER);
        HttpResponse<String> chunked = send(
                request("/documents")
                        .header("X-Auth-Token", token)
                        .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes()))),
                CALLER);

        assertThat(counted.statusCode()).isEqualTo(200);
        assertThat(told(counted, "method")).containsExactly("POST");
        assertThat(told(counted, "body")).containsExactly(body);
        assertThat(told(chunked, "method")).containsExactly("PUT");
        assertThat(told(chunked, "body")).containsExactly(body);
        assertRefused(send(request("/documents").POST(BodyPublishers.ofString(body)), CALLER), Refusal.TOKEN_MISSING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public/status",
                "/public/status/../../admin",
                "/public/../admin",
                "/public/%2e%2e/admin",
                "/public/..%2fadmin",
                "/public/..;/admin",
                "/public/status;/admin",
                "/public/status%00",
                "//admin",
                "/./admin",
                "/ADMIN",
                "/_saltgate",
                "/_saltgate/../admin",
                "/verify"
            })
    void letsNoPathInWithoutToken(String path) {
        int before = api.calls();
        HttpResponse<String> answer = send(request(path).GET(), CALLER);
        // nginx itself refuses what is no path (400), and its own location is none (404).
        assertThat(answer.statusCode()).isIn(400, 401, 404);
        assertThat(api.calls()).isEqualTo(before);
    }

    @Test
    void opensOnePathAndNoOtherIfTheOperatorSaysSo() throws IOException {
        String opened = sample().replace("#location = /public/status {", "location = /public/status {")
                .replace("    #    auth_request off;", "    auth_request off;")
                .replace("    #    proxy_pass http://api;", "    proxy_pass http://api;")
                .replace("    #}", "    }");
        try (Nginx open = Nginx.start(folder, opened, saltgate.port(), api.port())) {
            HttpRequest.Builder status = HttpRequest.newBuilder(URI.create(open.url() + "/public/status"))
                    .header("X-Account-Id", "victim");
            HttpResponse<String> answer = send(status, CALLER);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(told(answer, "x-account-id")).isEmpty();
            for (String path : List.of("/public/status/x", "/public/status/../x", "/public/status/..;/x", "/public")) {
                assertRefused(
                        send(HttpRequest.newBuilder(URI.create(open.url() + path)), CALLER), Refusal.TOKEN_MISSING);
            }
        }
    }

    @Test
    void keepsTheTokenFromTheApiIfTheOperatorWantsThat() throws IOException {
        String token = enabled().authToken();
        assertThat(told(call(token), "x-auth-token")).containsExactly(token);

        String keeping = sample().replace("#proxy_set_header X-Auth-Token", "proxy_set_header X-Auth-Token");
        try (Nginx other = Nginx.start(folder, keeping, saltgate.port(), api.port())) {
            HttpResponse<String> answer =
                    send(HttpRequest.newBuilder(URI.create(other.url())).header("X-Auth-Token", token), CALLER);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).doesNotContain(token);
        }
    }

    @Test
    void deniesWhenSaltgateIsDead() throws IOException {
        try (SaltgateServer mortal = SaltgateServer.configure()
                        .env("SALTGATE_GATEWAYS", "127.0.0.1")
                        .start();
                Nginx before = Nginx.start(folder, sample(), mortal.port(), api.port())) {
            Console console = mortal.signIn();
            console.enableApi();
            HttpRequest.Builder call =
                    HttpRequest.newBuilder(URI.create(before.url())).header("X-Auth-Token", console.authToken());
            assertAllowed(send(call, CALLER));

            mortal.kill9();

            assertRefused(send(call, CALLER), Refusal.CANNOT_DECIDE);
        }
    }

    @Test
    void deniesWhenSaltgateHangs() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
                Nginx before = Nginx.start(folder, sample(), silent.getLocalPort(), api.port())) {
            HttpRequest.Builder call =
                    HttpRequest.newBuilder(URI.create(before.url())).header("X-Auth-Token", "any");
            assertRefused(send(call, CALLER), Refusal.CANNOT_DECIDE);
        }
    }

    /** Answers that nginx would make 500 of. No rate limit can be set yet, so somebody else gives them here. */
    @Test
    void restoresTooManyCallsAndDeniesWhatIsNoAnswer() throws IOException {
        HttpServer stub = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        stub.createContext("/verify", exchange -> {
            exchange.getResponseHeaders().set("X-Refusal", "rate.limited");
            exchange.getResponseHeaders().set("Retry-After", "7");
            String status = exchange.getRequestHeaders().getFirst("X-Auth-Token");
            exchange.sendResponseHeaders(Integer.parseInt(status), -1);
            exchange.close();
        });
        stub.start();
        try (Nginx before = Nginx.start(folder, sample(), stub.getAddress().getPort(), api.port())) {
            for (String status : List.of("429", "302", "404", "500")) {
                HttpResponse<String> answer =
                        send(HttpRequest.newBuilder(URI.create(before.url())).header("X-Auth-Token", status), CALLER);
                assertThat(answer.statusCode()).isEqualTo(status.equals("429") ? 429 : 503);
                assertThat(answer.headers().allValues("Retry-After")).containsExactly("7");
                assertThat(answer.body()).startsWith("{\"status\":0,\"messages\":[{\"code\":\"rate.limited\",");
            }
        } finally {
            stub.stop(0);
        }
    }

    @Test
    void knowsTheWordsOfEveryRefusal() throws IOException {
        for (Refusal refusal : Refusal.values()) {
            assertThat(sample()).containsPattern(refusal.code() + " +\"" + refusal.message() + "\";");
        }
    }

    private static Console enabled() {
        Console console = TestAccount.on(saltgate).signIn();
        console.enableApi();
        return console;
    }

    private static void assertAllowed(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(told(answer, "method")).containsExactly("GET");
    }

    /** Status, headers and body as Saltgate itself answers them. */
    private static void assertRefused(HttpResponse<String> answer, Refusal refusal) {
        assertThat(answer.statusCode()).isEqualTo(refusal.status());
        assertThat(answer.body())
                .isEqualTo("{\"status\":0,\"messages\":[{\"code\":\"" + refusal.code() + "\",\"message\":\""
                        + refusal.message() + "\"}],\"message\":\"" + refusal.message() + "\",\"data\":null}");
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.headers().allValues("X-Refusal")).containsExactly(refusal.code());
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().allValues("WWW-Authenticate")).hasSize(refusal.status() == 401 ? 1 : 0);
        assertThat(answer.headers().allValues("Retry-After")).hasSize(refusal.status() == 503 ? 1 : 0);
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }

    private static HttpResponse<String> call(String token, String... headers) {
        return from(CALLER, token, headers);
    }

    private static HttpResponse<String> from(String address, String token, String... headers) {
        HttpRequest.Builder request = request("/documents?page=1").GET();
        if (token != null) {
            request.header("X-Auth-Token", token);
        }
        if (headers.length > 0) {
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
        }
        return send(request, address);
    }

    private static HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(nginx.url() + target));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, String from) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(from))
                .build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the API says has reached it under this name. */
    private static List<String> told(HttpResponse<String> answer, String name) {
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .toList();
    }

    private static boolean isId(String text) {
        return UUID.fromString(text).toString().equals(text);
    }

    private static String sample() throws IOException {
        return Files.readString(Nginx.SAMPLE);
    }
}
