package io.saltgate.gateways;

import static io.saltgate.gateways.Call.CALLER;
import static io.saltgate.gateways.Call.assertAllowed;
import static io.saltgate.gateways.Call.assertRefused;
import static io.saltgate.gateways.Call.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.saltgate.gate.Refusal;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every gateway with its sample: the real program between a real Saltgate and a small real API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnyGateway {

    private static final String ELSEWHERE = "127.0.0.3";

    private static final List<String> IDENTITY =
            List.of("x-account-id", "x-account-slug", "x-external-id", "x-token-id", "x-decision-id", "x-would-refuse");

    /** Names that only Saltgate fills, in spellings that some API behind the gateway would take for the same. */
    static final String[] MADE_UP = {
        "X-Account-Id: victim",
        "X-Account-Id: victim",
        "x-ACCOUNT-id: victim",
        "X_Account_Id: victim",
        "X-Account_Id: victim",
        "X_Account-Id: victim",
        "X-Account-Slug: victim",
        "X-Account_Slug: victim",
        "X-External-Id: victim",
        "X-External_Id: victim",
        "X-Token-Id: victim",
        "X_TOKEN_ID: victim",
        "X-Decision-Id: victim",
        "X-Decision_Id: victim",
        "X-Would-Refuse: victim",
        "X-Would_Refuse: victim",
        "X-Refusal: victim",
        "X_Refusal: victim",
        "X-Judged-Address: victim",
        "X-Judged_Address: victim",
        "X.Account.Id: victim",
        "X-Account.Id: victim",
        "X.Account_Id: victim",
        "X-Token.Id: victim",
        "X.Judged.Address: victim"
    };

    private final Gateway kind;
    private Path folder;
    private EchoApi api;
    private Gateway.Running gateway;

    AnyGateway(Gateway kind) {
        this.kind = kind;
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        api = new EchoApi();
        gateway = start(GatewaySaltgate.shared().port());
    }

    @AfterAll
    void stop() {
        gateway.close();
        api.close();
    }

    @Test
    void lifecycleTakesEffectAtOnce() {
        TestAccount account = TestAccount.on(GatewaySaltgate.shared());
        Console console = account.signIn();
        console.enableApi();
        String token = console.authToken();
        assertAllowed(call(token));
        assertRefused(Call.at(gateway).get("/documents"), Refusal.TOKEN_MISSING);
        assertRefused(call(""), Refusal.TOKEN_MISSING);
        assertRefused(call("nonsense"), Refusal.TOKEN_MALFORMED);

        console.pause();
        assertRefused(call(token), Refusal.API_PAUSED);
        console.resume();
        assertAllowed(call(token));

        console.addToWhitelist(CALLER);
        console.setMode("ENFORCED");
        assertAllowed(call(token));
        Answer elsewhere = Call.at(gateway).from(ELSEWHERE).token(token).get("/documents");
        assertRefused(elsewhere, Refusal.ADDRESS_NOT_WHITELISTED);
        assertThat(elsewhere.header("X-Judged-Address")).isEqualTo(ELSEWHERE);
        assertThat(elsewhere.header("X-Decision-Id")).matches(AnyGateway::isId);
        // From the gateway's own address comes nobody whose address could be told.
        assertRefused(Call.at(gateway).from("127.0.0.1").token(token).get("/"), Refusal.ADDRESS_UNKNOWN);
        console.setMode("REPORT_ONLY");
        assertThat(told(Call.at(gateway).from(ELSEWHERE).token(token).get("/"), "x-would-refuse"))
                .containsExactly("address.not.whitelisted");
        assertThat(told(call(token), "x-would-refuse")).isEmpty();

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

    /** B77, and its kin in other spellings. */
    @Test
    void replacesIdentityThatTheCallerMadeUp() {
        TestAccount account = TestAccount.on(GatewaySaltgate.shared());
        Console console = account.signIn();
        console.enableApi();

        Answer answer =
                Call.at(gateway).with(MADE_UP).token(console.authToken()).get("/documents");

        assertAllowed(answer);
        assertThat(answer.body()).doesNotContain("victim");
        assertThat(told(answer, "x-account-id")).containsExactly(account.id().toString());
        assertThat(told(answer, "x-account-slug")).containsExactly(account.slug());
        assertThat(told(answer, "x-external-id")).containsExactly("-");
        assertThat(told(answer, "x-token-id")).containsExactly(console.tokenId());
        assertThat(told(answer, "x-decision-id")).singleElement().matches(AnyGateway::isId);
        assertThat(answer.body().lines().filter(line -> line.matches("x[-_.](would|refusal|judged).*")))
                .isEmpty();
    }

    /** What means something in some gateway's configuration means nothing in a value. */
    @Test
    void bringsTheExternalIdAsItIs() {
        String id = "{http.request.uri}$host%[src]%{HTTP_HOST}\"'\\<" + UUID.randomUUID() + ">";
        TestAccount account = TestAccount.on(GatewaySaltgate.shared());
        Console console = account.signIn();
        console.enableApi();
        account.setExternalId(id);

        assertThat(told(call(console.authToken()), "x-external-id")).containsExactly(id);
    }

    @Test
    void refusesBeforeTheApiHearsOfIt() {
        int before = api.calls();

        Answer answer = Call.at(gateway).with(MADE_UP).get("/documents");

        assertRefused(answer, Refusal.TOKEN_MISSING);
        assertThat(answer.toString()).doesNotContain("victim");
        assertThat(api.calls()).isEqualTo(before);
    }

    /** B38. */
    @Test
    void refusesTwoTokensInWhateverOrder() {
        String token = shared();
        Call call = Call.at(gateway);

        assertRefused(call.token(token).token(token).get("/"), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call.token(token).token("other").get("/"), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call.token("other").token(token).get("/"), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call.token(token).with("x-auth-token: " + token).get("/"), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call.token(token + "," + token).get("/"), Refusal.TOKEN_AMBIGUOUS);
        assertRefused(call.token("other, " + token).get("/"), Refusal.TOKEN_AMBIGUOUS);
    }

    /** B35. */
    @Test
    void readsTheTokenFromItsHeaderAlone() {
        String token = shared();
        Call call = Call.at(gateway);

        assertRefused(call.with("Cookie: X-Auth-Token=" + token).get("/"), Refusal.TOKEN_MISSING);
        assertRefused(call.with("Authorization: Bearer " + token).get("/"), Refusal.TOKEN_MISSING);
        assertRefused(call.get("/?X-Auth-Token=" + token), Refusal.TOKEN_MISSING);
        assertThat(call.with("X_Auth_Token: " + token).get("/").status()).isEqualTo(401);
    }

    /** B16 and B17: with one line and with two. */
    @Test
    void believesNoAddressThatTheCallerWrote() {
        Console console = enabled();
        console.addToWhitelist("198.51.100.7");
        console.setMode("ENFORCED");
        Call call = Call.at(gateway).token(console.authToken());

        List<Call> spoofed = List.of(
                call,
                call.with("X-Forwarded-For: 198.51.100.7"),
                call.with("X-Forwarded-For: 198.51.100.7", "X-Forwarded-For: 198.51.100.7"),
                call.with("X-Forwarded-For: 198.51.100.7, 127.0.0.1"),
                call.with("x_forwarded_for: 198.51.100.7"),
                call.with("Forwarded: for=198.51.100.7"),
                call.with("Forwarded: for=198.51.100.7", "Forwarded: for=198.51.100.7;proto=https"),
                call.with("X-Real-IP: 198.51.100.7", "X-Client-IP: 198.51.100.7", "True-Client-IP: 198.51.100.7"),
                call.with("X-Judged-Address: 198.51.100.7"));
        for (Call each : spoofed) {
            Answer answer = each.get("/documents");
            assertRefused(answer, Refusal.ADDRESS_NOT_WHITELISTED);
            assertThat(answer.header("X-Judged-Address")).isEqualTo(CALLER);
        }
    }

    @Test
    void tellsTheApiNoAddressThatTheCallerWrote() {
        Answer answer = Call.at(gateway)
                .token(shared())
                .with("X-Forwarded-For: 198.51.100.7", "X-Forwarded-For: 198.51.100.7", "Forwarded: for=198.51.100.7")
                .get("/documents");

        assertAllowed(answer);
        assertThat(told(answer, "x-forwarded-for")).containsExactly(CALLER);
        assertThat(answer.body()).doesNotContain("198.51.100.7");
    }

    /** A header that Connection names may be dropped by the next hop: nobody may use that to lose ours. */
    @Test
    void losesNothingByWhatConnectionNames() {
        List<String> named = List.of(
                "x-auth-token",
                "X-Auth-Token, X-Forwarded-For",
                "close, x-forwarded-for",
                "close, x-account-id, x-account-slug, x-external-id, x-token-id, x-decision-id",
                "upgrade, x-account-id, x-token-id",
                "x-original-uri, x-original-method, content-length, host");
        Console console = enabled();
        console.addToWhitelist("198.51.100.7");
        String id = console.tokenId();
        Call call = Call.at(gateway)
                .token(console.authToken())
                .with("X-Forwarded-For: 198.51.100.7", "X-Account-Id: victim");

        for (String each : named) {
            Answer answer = call.with("Connection: " + each).get("/documents");
            if (answer.status() != 401) {
                assertAllowed(answer);
                assertThat(answer.body()).doesNotContain("victim");
                assertThat(told(answer, "x-account-id")).singleElement().matches(AnyGateway::isId);
                assertThat(told(answer, "x-token-id")).containsExactly(id);
                assertThat(told(answer, "x-forwarded-for")).containsExactly(CALLER);
                assertThat(told(answer, "connection").toString().toLowerCase(Locale.ROOT))
                        .doesNotContain("x-");
            }
            assertThat(call.with("Connection: " + each)
                            .send("POST", "/documents", "whole")
                            .status())
                    .isEqualTo(answer.status());
        }

        console.setMode("ENFORCED");
        for (String each : named) {
            Answer answer = call.with("Connection: " + each).get("/documents");
            assertThat(answer.status()).isIn(401, 403);
            assertThat(answer.header("X-Judged-Address")).isIn(CALLER, "-");
        }
    }

    /** After a yes to one of these a gateway might hand on, unasked, whatever comes over the same connection. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT a:80 HTTP/1.1\r\n",
                "CONNECT /documents HTTP/1.1\r\n",
                "GET /documents HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n",
                "GET /documents HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
                "GET /documents HTTP/1.1\r\nConnection: keep-alive\r\nUpgrade: anything\r\n"
            })
    void isNoTunnelToTheApi(String opening) throws IOException {
        try (TunnelApi willing = new TunnelApi();
                Gateway.Running tried =
                        kind.start(folder, Map.of(), GatewaySaltgate.shared().port(), willing.port());
                Socket caller = new Socket(
                        InetAddress.getByName("127.0.0.1"), tried.port(), InetAddress.getByName(CALLER), 0)) {
            caller.setSoTimeout(1_000);
            say(caller, opening + "Host: a\r\nX-Auth-Token: " + shared() + "\r\n\r\n");
            say(caller, "GET /smuggled HTTP/1.1\r\nHost: a\r\nX-Account-Id: victim\r\n\r\n");

            assertThat(willing.heard()).doesNotContain("smuggled", "victim");
            if (opening.startsWith("GET")) {
                assertThat(willing.heard()).startsWith("GET /documents");
            }
        }
    }

    /** Waits for what comes of it, if anything. */
    private static void say(Socket caller, String words) throws IOException {
        try {
            caller.getOutputStream().write(words.getBytes(UTF_8));
            caller.getInputStream().read(new byte[65_536]);
        } catch (SocketException | SocketTimeoutException e) {
            // It was hung up, or has nothing to say.
        }
    }

    @Test
    void bringsTheBodyToTheApi() {
        String token = shared();
        String body = "0123456789abcdef".repeat(65_536);
        Call call = Call.at(gateway).token(token).with("Content-Type: text/plain");

        Answer counted = call.send("POST", "/documents", body);
        Answer chunked = call.sendChunked("PUT", "/documents", body);

        assertAllowed(counted);
        assertThat(told(counted, "method")).containsExactly("POST");
        assertThat(told(counted, "body").equals(List.of(body))).isTrue();
        assertAllowed(chunked);
        assertThat(told(chunked, "method")).containsExactly("PUT");
        assertThat(told(chunked, "body").equals(List.of(body))).isTrue();
        // By a client that does not hang up: the answer comes before the body was read.
        String address = "http://127.0.0.1:" + gateway.port() + "/documents";
        assertRefused(sendUntilAnswered(address, body), Refusal.TOKEN_MISSING);
    }

    /** Of some hundred times a gateway hangs up once on a client that still sends, before that has read the answer. */
    private static Answer sendUntilAnswered(String address, String body) {
        for (int tries = 1; ; tries++) {
            try {
                return Http.send("POST", address, body);
            } catch (UncheckedIOException e) {
                if (tries == 5) {
                    throw e;
                }
            }
        }
    }

    /** The method and the path at most; no body, cookie or query string, and whatever ends a line stays encoded. */
    @Test
    void asksWithNothingThatTheAnswerDoesNotNeed() throws IOException {
        String token = shared();
        try (Wiretap tap = new Wiretap(GatewaySaltgate.shared().port());
                Gateway.Running tapped = start(tap.port())) {
            Call call = Call.at(tapped).token(token).with("Cookie: secret-cookie=1", "X-Original-URI: /secret");
            assertAllowed(call.send("POST", "/documents/%0d%0aX-Auth-Token:%20x?secret-query=1", "secret-body"));
            assertAllowed(call.get("/documents?secret-query=1"));
            assertRefused(Call.at(tapped).get("/?X-Auth-Token=secret"), Refusal.TOKEN_MISSING);

            assertThat(tap.said().lines().filter(line -> line.startsWith("GET ")))
                    .hasSize(3)
                    .containsOnly("GET /verify HTTP/1.1");
            assertThat(tap.said()).doesNotContain("secret", "POST /");
            assertThat(tap.said().toLowerCase(Locale.ROOT).lines().filter(line -> line.startsWith("x-auth-token:")))
                    .containsExactly(
                            "x-auth-token: " + token.toLowerCase(Locale.ROOT),
                            "x-auth-token: " + token.toLowerCase(Locale.ROOT));
            assertThat(tap.said().toLowerCase(Locale.ROOT).lines().filter(line -> line.startsWith("x-forwarded-for:")))
                    .hasSize(3)
                    .containsOnly("x-forwarded-for: " + CALLER);
            assertThat(tap.said().toLowerCase(Locale.ROOT).lines().filter(line -> line.startsWith("x-original-uri:")))
                    .containsExactly(
                            "x-original-uri: /documents/%0d%0ax-auth-token:%20x",
                            "x-original-uri: /documents", "x-original-uri: /");
        }
    }

    @Test
    void judgesAThousandCallsOverKeptConnections() throws Exception {
        Console console = enabled();
        String token = console.authToken();
        String id = console.tokenId();
        Set<String> decisions = ConcurrentHashMap.newKeySet();
        int before = api.calls();
        try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .localAddress(InetAddress.getByName(CALLER))
                        .build();
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.port() + "/documents"))
                    .header("X-Auth-Token", token)
                    .build();
            Callable<HttpResponse<String>> call = () -> client.send(request, HttpResponse.BodyHandlers.ofString());
            for (Future<HttpResponse<String>> answer : threads.invokeAll(Collections.nCopies(1_000, call))) {
                HttpResponse<String> each = answer.get();
                assertThat(each.statusCode()).isEqualTo(200);
                assertThat(each.body()).contains("\nx-token-id: " + id + "\n");
                each.body()
                        .lines()
                        .filter(line -> line.startsWith("x-decision-id: "))
                        .forEach(decisions::add);
            }
        }
        assertThat(decisions).hasSize(1_000);
        assertThat(api.calls()).isEqualTo(before + 1_000);
    }

    /** B74. */
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
                "/x/../admin",
                "//admin",
                "/./admin",
                "/ADMIN",
                "/_saltgate",
                "/_saltgate/../admin",
                "/verify",
                "/verify/../signin",
                "/signin",
                "*",
                "http://127.0.0.1/admin",
                "http://saltgate/signin"
            })
    void letsNoPathInWithoutToken(String target) {
        int before = api.calls();
        for (String method : List.of("GET", "OPTIONS", "HEAD", "TRACE")) {
            Answer answer = Call.at(gateway).send(method, target, "");
            if (answer.status() == 200) {
                // "OPTIONS *" asks about the gateway itself.
                assertThat(method + target).isEqualTo("OPTIONS*");
                assertThat(answer.body()).isEmpty();
            } else {
                // What a gateway refuses by itself is refused too.
                assertThat(answer.status()).isIn(400, 401, 403, 404, 405);
            }
        }
        assertThat(api.calls()).isEqualTo(before);
    }

    /** Saltgate's console is for people, elsewhere: a caller with a good token has only the API before it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/signin",
                "/verify",
                "/verify/../signin",
                "/verify/%2e%2e/signin",
                "/verify/..;/signin",
                "//signin",
                "/../signin",
                "/%2e%2e/signin",
                "/_saltgate/../signin",
                "/_saltgate",
                "/health/ready",
                "http://127.0.0.1:8080/signin",
                "http://saltgate/signin"
            })
    void leadsNoPathToTheConsole(String target) {
        Answer answer = Call.at(gateway).token(shared()).get(target);

        assertThat(answer.body()).doesNotContain("Saltgate");
        assertThat(answer.headers()).doesNotContainKeys("Content-Security-Policy", "Set-Cookie", "X-Account-Id");
        if (answer.status() == 200) {
            assertThat(told(answer, "target")).hasSize(1);
        } else {
            assertThat(answer.status()).isIn(400, 404);
        }
    }

    @Test
    void isNoProxyToAnywhere() {
        Answer answer = Call.at(gateway)
                .token(shared())
                .send("CONNECT", "127.0.0.1:" + GatewaySaltgate.shared().port(), "");
        // Either refused, or a call to the API as any other.
        if (answer.status() == 200) {
            assertThat(told(answer, "method")).containsExactly("CONNECT");
        } else {
            assertThat(answer.status()).isBetween(400, 599);
        }
    }

    @Test
    void opensOnePathAndNoOtherIfTheOperatorSaysSo() throws IOException {
        try (Gateway.Running open =
                kind.start(folder, kind.publicPath(), GatewaySaltgate.shared().port(), api.port())) {
            Call stranger = Call.at(open).with(MADE_UP);
            Answer answer = stranger.get("/public/status");
            assertAllowed(answer);
            assertThat(answer.body()).doesNotContain("victim");
            IDENTITY.forEach(name -> assertThat(told(answer, name)).isEmpty());

            int before = api.calls();
            for (String path : List.of(
                    "/",
                    "/public",
                    "/public/status/x",
                    "/public/status/../x",
                    "/public/status/..;/x",
                    "/public/status/%2e%2e/x",
                    "/public/status%0a",
                    "/public/status%00",
                    "/public/status;x")) {
                assertThat(stranger.get(path).status()).as(path).isIn(400, 401, 404);
            }
            assertThat(api.calls()).isEqualTo(before);
            assertAllowed(Call.at(open).token(shared()).get("/documents"));
        }
    }

    @Test
    void keepsTheTokenFromTheApiIfTheOperatorWantsThat() throws IOException {
        String token = shared();
        assertThat(told(call(token), "x-auth-token")).containsExactly(token);

        try (Gateway.Running keeping =
                kind.start(folder, kind.tokenKept(), GatewaySaltgate.shared().port(), api.port())) {
            Answer answer = Call.at(keeping).token(token).get("/documents");
            assertAllowed(answer);
            assertThat(answer.body()).doesNotContain(token);
            assertThat(told(answer, "x-account-id")).hasSize(1);
            assertRefused(Call.at(keeping).get("/documents"), Refusal.TOKEN_MISSING);
        }
    }

    @Test
    void bringsReceiptsOnlyIfTheOperatorSaysSo() throws IOException {
        String forged = "X-Saltgate-After: forged";
        assertAllowed(Call.at(gateway).token(shared()).with(forged).get("/documents"));

        try (Gateway.Running bringing = kind.start(
                folder, kind.receiptsLetThrough(), GatewaySaltgate.shared().port(), api.port())) {
            assertAllowed(Call.at(bringing).token(shared()).get("/documents"));
            assertRefused(Call.at(bringing).token(shared()).with(forged).get("/documents"), Refusal.RECEIPT_UNKNOWN);
        }
    }

    /**
     * Another server where Saltgate should be; and the one answer that Saltgate does not give unless a limit is set.
     */
    @Test
    void passesOnTooManyCallsAndDeniesWhatIsNoAnswer() throws IOException {
        HttpServer stub = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        stub.createContext("/verify", exchange -> {
            String status = exchange.getRequestHeaders().getFirst("X-Auth-Token");
            byte[] body = new byte[0];
            if (status.equals("429")) {
                exchange.getResponseHeaders().set("X-Refusal", "rate.limited");
                exchange.getResponseHeaders().set("X-Judged-Address", CALLER);
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                exchange.getResponseHeaders().set("Retry-After", "7");
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                body = TOO_MANY.getBytes();
            }
            exchange.sendResponseHeaders(Integer.parseInt(status), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        stub.start();
        int before = api.calls();
        try (Gateway.Running other = start(stub.getAddress().getPort())) {
            Answer limited = Call.at(other).token("429").get("/documents");
            assertThat(limited.status()).as(limited.toString()).isEqualTo(429);
            assertThat(limited.header("Retry-After")).isEqualTo("7");
            assertThat(limited.header("X-Refusal")).isEqualTo("rate.limited");
            assertThat(limited.header("X-Judged-Address")).isEqualTo(CALLER);
            assertThat(limited.header("Cache-Control")).isEqualTo("no-store");
            assertThat(limited.body()).isEqualTo(TOO_MANY);
            for (String status : List.of("302", "404", "500", "502")) {
                assertRefused(Call.at(other).token(status).get("/documents"), Refusal.CANNOT_DECIDE);
            }
            assertThat(api.calls()).isEqualTo(before);
        } finally {
            stub.stop(0);
        }
    }

    private static final String TOO_MANY =
            "{\"status\":0,\"messages\":[{\"code\":\"rate.limited\",\"message\":\"Try again"
                    + " later: there were too many calls\"}],\"message\":\"Try again later: there were too many calls\","
                    + "\"data\":null}";

    private static String token;

    /** A good token, for tests that change nothing of its account. */
    private static synchronized String shared() {
        if (token == null) {
            token = enabled().authToken();
        }
        return token;
    }

    private static Console enabled() {
        Console console = TestAccount.on(GatewaySaltgate.shared()).signIn();
        console.enableApi();
        return console;
    }

    /** A mistake in the script that asks. */
    final void assertDeniesWith(Map<String, String> mistake) throws IOException {
        int before = api.calls();
        try (Gateway.Running broken =
                kind.start(folder, mistake, GatewaySaltgate.shared().port(), api.port())) {
            assertThat(Call.at(broken).token(shared()).get("/documents").status())
                    .isIn(500, 503);
            assertThat(api.calls()).isEqualTo(before);
        }
    }

    private Gateway.Running start(int saltgatePort) throws IOException {
        return kind.start(folder, Map.of(), saltgatePort, api.port());
    }

    private Answer call(String token) {
        return Call.at(gateway).token(token).get("/documents?page=1");
    }

    private static boolean isId(String text) {
        return UUID.fromString(text).toString().equals(text);
    }
}
