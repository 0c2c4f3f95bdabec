package io.saltgate.gateways;

import static io.saltgate.gateways.Call.CALLER;
import static io.saltgate.gateways.Call.assertAllowed;
import static io.saltgate.gateways.Call.assertRefused;
import static io.saltgate.gateways.Call.told;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.saltgate.gate.Refusal;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real clients, browsers and content delivery networks send, through each gateway with its sample. */
class GatewayTrafficIT {

    private static final int TWENTY_MB = 20 * 1024 * 1024;
    private static final String ORIGIN = "https://app.example.com";

    @TempDir
    private static Path folder;

    private static final Map<Gateway, Gateway.Running> GATEWAYS = new EnumMap<>(Gateway.class);
    private static EchoApi api;
    private static String token;

    @BeforeAll
    static void start() throws IOException {
        api = new EchoApi();
        for (Gateway gateway : Gateway.values()) {
            GATEWAYS.put(gateway, gateway.start(folder, Map.of(), saltgate(), api.port()));
        }
        Console console = TestAccount.on(GatewaySaltgate.shared()).signIn();
        console.enableApi();
        token = console.authToken();
    }

    @AfterAll
    static void stop() {
        GATEWAYS.values().forEach(Gateway.Running::close);
        api.close();
    }

    /** C3: the question never has a limit of its own. */
    @ParameterizedTest
    @EnumSource
    void bringsTwentyMegabytesToTheApi(Gateway gateway) {
        String body = "x".repeat(TWENTY_MB);

        Answer counted = call(gateway).send("POST", "/documents", body);
        Answer chunked = call(gateway).sendChunked("POST", "/documents", body);

        assertAllowed(counted);
        assertThat(told(counted, "body-length")).containsExactly(Integer.toString(TWENTY_MB));
        assertAllowed(chunked);
        assertThat(told(chunked, "body-length")).containsExactly(Integer.toString(TWENTY_MB));
    }

    /** C3: what the API's own limit refuses is refused in words that its clients can read. */
    @ParameterizedTest
    @EnumSource
    void refusesTooLargeABodyInTheEnvelope(Gateway gateway) throws IOException {
        int before = api.calls();
        try (Gateway.Running limited = gateway.start(folder, gateway.bodyLimit(), saltgate(), api.port())) {
            // The length alone, since a gateway need not read what it refuses.
            Answer answer = Http.sendRaw(
                    CALLER,
                    limited.port(),
                    ("POST /documents HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Auth-Token: " + token
                                    + "\r\nContent-Length: " + (TWENTY_MB + 1) + "\r\n\r\n")
                            .getBytes(UTF_8));

            assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
            assertEnvelope(answer, "body.too.large", "The body is too large");
            assertThat(api.calls()).isEqualTo(before);
        }
    }

    /** C2. */
    @ParameterizedTest
    @EnumSource
    void decidesCallsWithSixteenKilobytesOfHeaders(Gateway gateway) {
        Call call = call(gateway);
        for (String name : List.of("a", "b", "c", "d")) {
            call = call.with("X-Large-" + name + ": " + name.repeat(4_000));
        }

        Answer answer = call.get("/documents");

        assertAllowed(answer);
        assertThat(told(answer, "x-large-d")).containsExactly("d".repeat(4_000));
        assertRefused(call.token(token).get("/documents"), Refusal.TOKEN_AMBIGUOUS);
    }

    /** C2: either it is decided, or the caller hears what is wrong with it, and not to try again. */
    @ParameterizedTest
    @EnumSource
    void tellsTheTruthAboutHeadersThatAreTooLarge(Gateway gateway) {
        List<Call> large = new ArrayList<>();
        for (int count : List.of(4, 5, 6, 8, 12)) {
            Call call = call(gateway);
            for (int i = 0; i < count; i++) {
                call = call.with("X-Large-" + i + ": " + "a".repeat(7_500));
            }
            large.add(call);
        }
        large.add(Call.at(GATEWAYS.get(gateway)).token("a".repeat(7_900)));
        large.add(Call.at(GATEWAYS.get(gateway)).token("a".repeat(25_000)));
        large.add(call(gateway).with("User-Agent: " + "a".repeat(25_000)));
        large.add(call(gateway).with("Cookie: " + "a".repeat(7_900)));
        for (Call call : large) {
            Answer answer = call.get("/documents");
            assertThat(answer.status()).as(answer.toString()).isIn(200, 400, 401, 431);
        }
        Answer longPath = call(gateway).get("/" + "a".repeat(7_900));
        assertThat(longPath.status()).as(longPath.toString()).isIn(200, 414);
    }

    /** C1. */
    @ParameterizedTest
    @EnumSource
    void decidesCallsWithBytesAboveAscii(Gateway gateway) {
        for (String line : List.of(
                "cf-region: São Paulo",
                "Content-Disposition: attachment; filename=\"Müller.pdf\"",
                "Cookie: n=Zoë",
                "User-Agent: Überbrowser",
                "X-Note: \u0080\u00ff")) {
            for (byte[] bytes : List.of(line.getBytes(UTF_8), line.getBytes(ISO_8859_1))) {
                String start = "GET /documents HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
                String head = start + "X-Auth-Token: " + token + "\r\n" + new String(bytes, ISO_8859_1) + "\r\n\r\n";

                Answer answer = Http.sendRaw(CALLER, GATEWAYS.get(gateway).port(), head.getBytes(ISO_8859_1));

                assertAllowed(answer);
            }
        }
    }

    /** Names by which some APIs would believe the caller about its address, or about the path that was asked for. */
    @ParameterizedTest
    @EnumSource
    void tellsTheApiFromWhereTheCallCame(Gateway gateway) {
        int port = GATEWAYS.get(gateway).port();
        List<String> forged = new ArrayList<>();
        for (String name : List.of(
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Host",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Forwarded-Server",
                "X-Real-IP",
                "X-Client-IP",
                "X-Cluster-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "Fastly-Client-IP",
                "X-Original-URI",
                "X-Original-URL",
                "X-Rewrite-URL",
                "Forwarded")) {
            forged.add(name + ": forged");
            forged.add(name.replace('-', '_') + ": forged");
        }

        Answer answer =
                call(gateway).with(forged.toArray(String[]::new)).get("/v1/a%2Fb/items:batch?redirect=http%3A%2F%2Fa");

        assertAllowed(answer);
        assertThat(answer.body()).doesNotContain("forged");
        assertThat(told(answer, "x-forwarded-for")).containsExactly(CALLER);
        assertThat(told(answer, "x-real-ip")).containsExactly(CALLER);
        assertThat(told(answer, "x-forwarded-proto")).containsExactly("http");
        assertThat(told(answer, "x-forwarded-host")).containsExactly("localhost:" + port);
        assertThat(told(answer, "host")).containsExactly("localhost:" + port);
        assertThat(told(answer, "target")).containsExactly("/v1/a%2Fb/items:batch?redirect=http%3A%2F%2Fa");
    }

    /** C5: a browser asks first, without a token, and has to be able to read what refuses it. */
    @ParameterizedTest
    @EnumSource
    void letsBrowsersOfNamedOriginsCallByTheRecipe(Gateway gateway) throws IOException {
        try (Gateway.Running open = gateway.startForBrowsers(folder, saltgate(), api.port())) {
            Call browser = Call.at(open).with("Origin: " + ORIGIN);
            Call stranger = Call.at(open).with("Origin: https://elsewhere.example");
            String[] asks = {"Access-Control-Request-Method: POST", "Access-Control-Request-Headers: x-auth-token"};
            int before = api.calls();

            Answer preflight = browser.with(asks).send("OPTIONS", "/documents", "");
            assertThat(preflight.status()).as(preflight.toString()).isEqualTo(204);
            assertThat(preflight.headers("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
            assertThat(preflight.header("Access-Control-Allow-Methods")).contains("POST");
            assertThat(preflight.header("Access-Control-Allow-Headers")).containsIgnoringCase("X-Auth-Token");
            assertThat(preflight.headers("Vary")).contains("Origin");

            Answer refused = browser.get("/documents");
            assertRefused(refused, Refusal.TOKEN_MISSING);
            assertThat(refused.headers("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
            assertThat(refused.header("Access-Control-Expose-Headers")).contains("X-Refusal");

            // Only a browser's question is answered without a token, and only to who is named.
            assertRefused(browser.send("OPTIONS", "/documents", ""), Refusal.TOKEN_MISSING);
            Answer strange = stranger.with(asks).send("OPTIONS", "/documents", "");
            assertRefused(strange, Refusal.TOKEN_MISSING);
            assertThat(strange.headers("Access-Control-Allow-Origin")).isEmpty();
            assertThat(api.calls()).isEqualTo(before);

            Answer allowed = browser.token(token).get("/documents");
            assertAllowed(allowed);
            // Of the API's own, httpd's sample can take none away.
            assertThat(allowed.headers("Access-Control-Allow-Origin"))
                    .hasSize(gateway == Gateway.HTTPD ? 2 : 1)
                    .contains(ORIGIN);
        }
    }

    /** C5: the recipe's answer comes while Saltgate is dead as well. */
    @ParameterizedTest
    @EnumSource
    void deniesReadablyAndSoonWhileSaltgateIsDead(Gateway gateway) throws IOException {
        try (Gateway.Running alone = gateway.startForBrowsers(folder, SaltgateServer.freePort(), api.port())) {
            long began = System.nanoTime();
            Answer answer = call(alone).with("Origin: " + ORIGIN).get("/documents");
            Duration taken = Duration.ofNanos(System.nanoTime() - began);

            assertRefused(answer, Refusal.CANNOT_DECIDE);
            assertThat(answer.headers("Access-Control-Allow-Origin")).containsExactly(ORIGIN);
            assertThat(taken).isLessThan(Duration.ofMillis(2_500));
        }
    }

    /** C2: a question that Saltgate's server can't read is the caller's to change. */
    @ParameterizedTest
    @EnumSource
    void neverSaysTryAgainWhereThatIsNoUse(Gateway gateway) throws IOException {
        HttpServer stub = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        stub.createContext("/verify", exchange -> {
            String status = exchange.getRequestHeaders().getFirst("X-Auth-Token");
            exchange.sendResponseHeaders(Integer.parseInt(status), -1);
            exchange.close();
        });
        stub.start();
        int before = api.calls();
        try (Gateway.Running asking =
                gateway.start(folder, Map.of(), stub.getAddress().getPort(), api.port())) {
            Answer malformed = Call.at(asking).token("400").get("/documents");
            assertThat(malformed.status()).as(malformed.toString()).isEqualTo(400);
            assertEnvelope(malformed, "request.malformed", "The request could not be understood");
            Answer large = Call.at(asking).token("431").get("/documents");
            assertThat(large.status()).as(large.toString()).isEqualTo(431);
            assertEnvelope(large, "headers.too.large", "The headers are too large");
            assertThat(malformed.headers("Retry-After")).isEmpty();
            assertThat(large.headers("Retry-After")).isEmpty();
            assertThat(api.calls()).isEqualTo(before);
        } finally {
            stub.stop(0);
        }
    }

    private static void assertEnvelope(Answer answer, String code, String message) {
        assertThat(answer.body())
                .isEqualTo("{\"status\":0,\"messages\":[{\"code\":\"" + code + "\",\"message\":\"" + message
                        + "\"}],\"message\":\"" + message + "\",\"data\":null}");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
    }

    private static Call call(Gateway gateway) {
        return call(GATEWAYS.get(gateway));
    }

    private static Call call(Gateway.Running gateway) {
        return Call.at(gateway).token(token);
    }

    private static int saltgate() {
        return GatewaySaltgate.shared().port();
    }
}
