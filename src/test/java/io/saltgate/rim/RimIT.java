package io.saltgate.rim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server makes of requests before Saltgate decides them: by raw sockets, over both of its ports. */
@ParameterizedClass
@MethodSource(SaltgateServer.SERVERS)
class RimIT {

    private static final Map<SaltgateServer.Payara, SaltgateServer> SERVERS =
            new EnumMap<>(SaltgateServer.Payara.class);

    @Parameter
    private SaltgateServer.Payara payara;

    private SaltgateServer server;
    private String token;

    @BeforeEach
    void start() {
        server = SERVERS.computeIfAbsent(
                payara,
                version -> SaltgateServer.configure()
                        .payara(version)
                        .gatePort()
                        .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                        .start());
        Console owner = server.signIn();
        if (owner.apiPage().body().contains("Enable API")) {
            owner.enableApi();
        }
        token = owner.authToken();
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(SaltgateServer::close);
        SERVERS.clear();
    }

    /** C1: field values may hold bytes above 0x7F (RFC 9110, section 5.5). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cf-region: S\u00e3o Paulo",
                "Content-Disposition: form-data; filename=\"Entw\u00fcrfe.pdf\"",
                "Cookie: n=Zo\u00eb; other=\u00ff",
                "X-Every: \u0080\u0090\u00a0\u00fe\u00ff",
                "X-Empty:",
                "X-Tab: a\tb"
            })
    void decidesWhateverBytesAHeaderHolds(String header) {
        for (byte[] bytes : new byte[][] {header.getBytes(UTF_8), header.getBytes(ISO_8859_1)}) {
            String sent = new String(bytes, ISO_8859_1);
            assertThat(verify(server.port(), sent)).startsWith("HTTP/1.1 200 ");
            assertThat(verify(server.gatePort(), sent)).startsWith("HTTP/1.1 200 ");
        }
    }

    /** C1: a cookie of another application on the host keeps nobody out of the console or the API. */
    @Test
    void anotherApplicationsCookieLocksNobodyOut() {
        String cookie = "Cookie: n=Zo\u00eb";
        assertThat(get("/signin", cookie)).startsWith("HTTP/1.1 200 ").contains("Email");
        assertThat(get("/api/v1/accounts", cookie, "Authorization: Bearer " + SaltgateServer.OPERATOR_KEY))
                .startsWith("HTTP/1.1 200 ");
    }

    /** C2: what gateways let through is decided; they allow 32 kB. */
    @Test
    void decidesCallsWithMuchHeader() {
        String[] large = {
            lines(3, 4_000), lines(1, 8_000), lines(4, 7_900), lines(120, 1), lines(500, 20),
        };
        for (String headers : large) {
            assertThat(verify(server.port(), headers)).startsWith("HTTP/1.1 200 ");
            assertThat(verify(server.gatePort(), headers)).startsWith("HTTP/1.1 200 ");
        }
        String path = "/verify/" + "a".repeat(8_050) + "?" + "q".repeat(4_000);
        assertThat(get(path, "X-Auth-Token: " + token)).startsWith("HTTP/1.1 200 ");
    }

    /** C2: what is really too large is told so, and never to try again. */
    @Test
    void refusesWhatIsTooLargeForGood() {
        assertThat(verify(server.port(), lines(20, 8_000))).matches("(?s)HTTP/1.1 4\\d\\d .*");
        assertThat(verify(server.port(), lines(700, 1))).matches("(?s)HTTP/1.1 4\\d\\d .*");
    }

    /** RFC 9112, sections 2.2, 3.2, 5 and 6: what two programs may read in two ways is refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-A: a\0b",
                "X-A: a\rb",
                "X-A: a\rX-Auth-Token: x",
                "X-A: a\nX-B: b",
                "X-A : a",
                "X-\u00e3: a",
                "X-\0A: a",
                "Host: other",
                "Transfer-Encoding: chunked\r\nContent-Length: 3",
                "Content-Length: 3\r\nContent-Length: 4",
                "Content-Length: +3",
                "Content-Length: -1",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding : chunked"
            })
    void refusesWhatCouldSmuggle(String header) {
        for (int port : new int[] {server.port(), server.gatePort()}) {
            assertThat(verify(port, header)).startsWith("HTTP/1.1 400 ").doesNotContain("X-Account");
        }
        assertThat(get("/signin", header)).startsWith("HTTP/1.1 400 ");
        assertThat(get("/api/v1/account", header)).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void refusesLinesThatEndInLineFeedAlone() {
        assertThat(RawClient.exchange(server.port(), "GET /verify HTTP/1.1\nHost: a\nX-Auth-Token: " + token + "\n\n"))
                .startsWith("HTTP/1.1 400 ");
    }

    /** C6: a path that can't be read gets an error page of ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%%3",
                "/%zz",
                "//verify/%zz",
                "/./verify/%zz",
                "/x/../verify/%zz",
                "/%76erify/%zz",
                "/a%5Cb",
                "/a\\b",
                "/%00",
                "/%ff",
                "/..",
                "/x/../..",
                "/%2e%2e/",
                "/signin/%zz",
                "/accounts/acme/%zz",
                "verify",
                "/\u0001"
            })
    void explainsAPathThatItCanNotRead(String path) {
        int before = server.log().length();

        String answer = get(path, "X-Auth-Token: " + token);
        String[] parts = answer.split("\r\n\r\n", 2);

        assertThat(parts[0]).startsWith("HTTP/1.1 400 ").contains("Content-Security-Policy");
        assertThat(parts[1]).contains("<html");
        assertThat(server.log().substring(before).lines().count()).isLessThanOrEqualTo(1);
    }

    /** C6: and to a call of the API in its envelope. */
    @Test
    void explainsACallThatItCanNotRead() {
        assertThat(get("/api/v1/%zz")).startsWith("HTTP/1.1 400 ").contains("\"code\":\"request.malformed\"");
    }

    /** That answers begin as failures is nothing to pages, files and downloads. */
    @Test
    void pagesAndFilesSucceed() {
        assertThat(get("/theme/saltgate.css")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/theme/icons.svg", "Accept-Encoding: gzip")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/help/webhooks")).startsWith("HTTP/1.1 200 ");
    }

    /** C6: colons are allowed in paths (RFC 3986, section 3.3). */
    @Test
    void readsColons() {
        String status = payara == SaltgateServer.Payara.SEVEN ? "404" : "400"; // where the server itself fails
        assertThat(get("/nothing:here")).startsWith("HTTP/1.1 " + status).contains("<html");
        assertThat(get("/api/v1/a:b")).startsWith("HTTP/1.1 " + status).contains("{\"status\":0,");
    }

    /** A body is no part of the question: the answer comes at once, however large or slow the body is. */
    @Test
    void answersBeforeTheBodyHasCome() throws IOException {
        byte[] megabyte = new byte[1_000_000];
        String head = "POST /verify HTTP/1.1\r\nHost: a\r\nX-Auth-Token: " + token + "\r\n";
        for (int i = 0; i < 100; i++) {
            try (RawClient client = new RawClient(i % 2 == 0 ? server.port() : server.gatePort())) {
                client.send(head + "Content-Length: " + megabyte.length + "\r\n\r\n");
                client.send(megabyte);
                assertThat(client.readSome()).startsWith("HTTP/1.1 200 ");
            }
        }
        for (String rest : new String[] {"Content-Length: 10\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n9\r\nab"}) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(head + rest);
                assertThat(client.readSome()).as(rest).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void theGatewaysPortAnswersGatewaysAlone() {
        assertThat(verify(server.gatePort(), "X-A: b")).startsWith("HTTP/1.1 200 ");
        assertThat(Http.get("http://127.0.0.1:" + server.gatePort() + "/health/ready")
                        .status())
                .isEqualTo(200);
        for (String path :
                new String[] {"/", "/signin", "/setup", "/api/v1/account", "/theme/base.css", "/error", "/x"}) {
            Answer answer = Http.get("http://127.0.0.1:" + server.gatePort() + path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.headers()).as("ours").doesNotContainKeys("Server", "X-Powered-By");
        }
    }

    /** As clients send that write each line by itself. Other connections' bytes come between, into the same memory. */
    @Test
    void readsHeadersThatComeInPieces() throws IOException {
        String question = "GET /verify HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Auth-Token: " + token
                + "\r\nX-Empty:\r\nX-Long: " + "a".repeat(5_000) + "\r\n\r\n";
        String bare = question.replace("X-Empty:\r\n", "X-Empty:\n");
        List<String> cut = List.of("(?<=\n)", "(?<=\r)", "(?<=[:/])", "(?<=e)");

        for (String at : cut) {
            assertThat(inPieces(question, at)).as(at).allMatch(answer -> answer.startsWith("HTTP/1.1 200 "));
            assertThat(inPieces(bare, at)).as(at).allMatch(answer -> answer.startsWith("HTTP/1.1 400 "));
        }
    }

    /** Java's own client offers HTTP/2 with each first request, and with a body too. */
    @Test
    void answersClientsThatOfferHttp2() throws Exception {
        String offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA";
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int port : new int[] {server.port(), server.gatePort()}) {
                URI verify = URI.create("http://127.0.0.1:" + port + "/verify");
                HttpRequest question = HttpRequest.newBuilder(verify)
                        .header("X-Auth-Token", token)
                        .build();
                assertThat(client.send(question, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
                try (RawClient raw = new RawClient(port)) {
                    raw.send("GET /verify HTTP/1.1\r\nHost: a\r\nX-Auth-Token: " + token + "\r\n" + offer + "\r\n\r\n");
                    assertThat(raw.readSome()).startsWith("HTTP/1.1 200 ");
                }
            }
            HttpRequest creation = HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/accounts"))
                    .header("Authorization", "Bearer " + SaltgateServer.OPERATOR_KEY)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"By Java\"}"))
                    .build();
            HttpResponse<String> made = client.send(creation, HttpResponse.BodyHandlers.ofString());
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            assertThat(made.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            try (RawClient raw = new RawClient(server.port())) {
                String body = "email=a%40example.com&password=wrong";
                raw.send("POST /signin HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nOrigin: " + server.url()
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                        + "\r\n" + offer + "\r\n\r\n" + body
                        + "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                assertThat(raw.readAll()).startsWith("HTTP/1.1 422 ").contains("HTTP/1.1 200 ");
            }
        }
    }

    /** Sends the request over many connections by turns, and reads what each hears. */
    private List<String> inPieces(String request, String at) throws IOException {
        List<RawClient> clients = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                clients.add(new RawClient(i % 2 == 0 ? server.port() : server.gatePort()));
            }
            for (String piece : request.split(at)) {
                for (RawClient client : clients) {
                    client.send(piece);
                }
                Eventually.pause(20);
            }
            for (RawClient client : clients) {
                answers.add(client.readSome());
            }
        } finally {
            clients.forEach(RawClient::close);
        }
        return answers;
    }

    private String verify(int port, String headers) {
        return RawClient.exchange(
                port,
                "GET /verify HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Auth-Token: " + token + "\r\n"
                        + headers + "\r\n\r\n");
    }

    private String get(String target, String... headers) {
        return RawClient.exchange(
                server.port(),
                "GET " + target + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nConnection: close\r\n"
                        + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n");
    }

    /** @param length of each value */
    private static String lines(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> "X-Header-" + i + ": " + "a".repeat(length))
                .collect(Collectors.joining("\r\n"));
    }
}
