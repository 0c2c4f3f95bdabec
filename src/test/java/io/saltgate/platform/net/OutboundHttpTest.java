package io.saltgate.platform.net;

import static io.saltgate.platform.net.OutboundUrlTest.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.net.OutboundGuard.Reason;
import io.saltgate.platform.net.OutboundGuard.Verdict;
import io.saltgate.platform.net.OutboundHttp.Answer;
import io.saltgate.platform.net.OutboundHttp.Failure;
import io.saltgate.platform.net.OutboundHttp.HeaderLine;
import io.saltgate.testing.DnsServer;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Receiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** B49, B50, B51, B60: what is asked for and nothing on top, to a judged address, within the time. */
class OutboundHttpTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final OutboundHttp http = OutboundHttp.open();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        http.close();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    // What is sent

    @Test
    void sendsHeadersAndBodyExactly() {
        Receiver receiver = open(Receiver.start(Receiver.ok()));
        byte[] body = new byte[100_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", "evt_1");
        headers.put("X-Empty", "");
        headers.put("X-Odd", "a  b\"c;d,=~");
        headers.put("User-Agent", "Saltgate/1");

        Answer answer = http.post(
                url("http://hooks.test:" + receiver.port() + "//a/../b%2Fc;x=1?q=%20&&r"),
                loopback(),
                headers,
                body,
                LONG);

        assertThat(received(answer).status()).isEqualTo(200);
        Receiver.Request request = receiver.requests().getFirst();
        assertThat(request.head())
                .containsExactlyInAnyOrder(
                        "POST //a/../b%2Fc;x=1?q=%20&&r HTTP/1.1",
                        "Host: hooks.test:" + receiver.port(),
                        "Connection: keep-alive",
                        "Content-Length: 100000",
                        "Content-Type: application/json",
                        "webhook-id: evt_1",
                        "X-Empty: ",
                        "X-Odd: a  b\"c;d,=~",
                        "User-Agent: Saltgate/1");
        assertThat(request.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Host", "content-length", "Transfer-Encoding", "Connection", "a b", "a:", "", "\u00e9", "a\r\nb"
            })
    void doesNotSendAHeaderThatWouldChangeTheMessage(String name) {
        assertThatThrownBy(() -> http.post(url("http://a.test/"), loopback(), Map.of(name, "x"), BODY, LONG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nHost: b", "a\nb", "\u0000", "\u00e9", " a", "a ", "a\tb"})
    void doesNotSendAValueThatWouldArriveAsAnother(String value) {
        assertThatThrownBy(() -> http.post(url("http://a.test/"), loopback(), Map.of("X-A", value), BODY, LONG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the value of X-A can't be sent as it is");
    }

    // To whom

    @Test
    void connectsToTheJudgedAddressAndNamesTheHost() {
        Receiver receiver = open(Receiver.start("127.0.0.2", 0, Receiver.ok()));

        Answer answer = post("http://nowhere.invalid:" + receiver.port() + "/", allowed("127.0.0.2"));

        assertThat(received(answer).status()).isEqualTo(200);
        assertThat(receiver.requests().getFirst().header("Host")).contains("nowhere.invalid:" + receiver.port());
    }

    @Test
    void leavesTheOwnPortOutOfTheHost() {
        HostProbe probe = new HostProbe();
        Receiver receiver = open(Receiver.start(probe));

        post("http://[::ffff:127.0.0.1]:" + receiver.port() + "/", loopback());

        assertThat(probe.host).isEqualTo("127.0.0.1:" + receiver.port());
    }

    /** Rebinding: public when judged, this machine a moment later. */
    @Test
    void doesNotAskForTheNameAgain() {
        Receiver trap = open(Receiver.start(Receiver.ok()));
        Receiver receiver = open(Receiver.start("127.0.0.2", trap.port(), Receiver.ok()));
        DnsServer dns = open(DnsServer.start().answerInTurn("rebind.test", List.of("127.0.0.2"), List.of("127.0.0.1")));
        AllowList receiverAlone = AllowList.parse("127.0.0.2").orElseThrow();
        OutboundGuard guard =
                new OutboundGuard(new OutboundSettings(receiverAlone, Set.of(443), Optional.of(dns.address())));
        opened.add(guard::close);
        OutboundUrl url = url("http://rebind.test:" + trap.port() + "/");

        Verdict first = guard.check(url, AllowList.NONE, LONG);
        Answer answer = http.post(url, (Verdict.Allowed) first, Map.of(), BODY, LONG);
        Verdict second = guard.check(url, AllowList.NONE, LONG);

        assertThat(received(answer).status()).isEqualTo(200);
        assertThat(receiver.requests()).hasSize(1);
        assertThat(second).isEqualTo(new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, "127.0.0.1"));
        assertThat(dns.asked()).hasSize(4);
        assertThat(trap.connections()).isZero();
    }

    @Test
    void doesNotUseAConnectionToAnotherAddressOfTheSameName() {
        Receiver one = open(Receiver.start("127.0.0.2", 0, Receiver.ok()));
        Receiver other = open(Receiver.start("127.0.0.3", one.port(), Receiver.ok()));
        String target = "http://hooks.test:" + one.port() + "/";

        post(target, allowed("127.0.0.2"));
        post(target, allowed("127.0.0.3"));
        post(target, allowed("127.0.0.2"));

        assertThat(one.requests()).hasSize(2);
        assertThat(one.connections()).isEqualTo(1);
        assertThat(other.requests()).hasSize(1);
    }

    @Test
    void triesTheNextJudgedAddressIfNothingListensOnTheFirst() {
        Receiver receiver = open(Receiver.start("127.0.0.3", 0, Receiver.ok()));

        Answer answer = post("http://hooks.test:" + receiver.port() + "/", allowed("127.0.0.2", "127.0.0.3"));

        assertThat(received(answer).status()).isEqualTo(200);
    }

    @Test
    void doesNotSendTwiceIfTheFirstAddressHungUp() {
        Receiver first = open(Receiver.start("127.0.0.2", 0, (request, out, socket) -> socket.close()));
        Receiver second = open(Receiver.start("127.0.0.3", first.port(), Receiver.ok()));

        Answer answer = post("http://hooks.test:" + first.port() + "/", allowed("127.0.0.2", "127.0.0.3"));

        assertThat(failed(answer).failure()).isEqualTo(Failure.CLOSED);
        assertThat(first.requests()).hasSize(1);
        assertThat(second.connections()).isZero();
    }

    @Test
    void usesNoProxyOfTheSystem() {
        Receiver trap = open(Receiver.start(Receiver.ok()));
        Receiver receiver = open(Receiver.start(Receiver.ok()));
        List<String> names =
                List.of("http.proxyHost", "https.proxyHost", "socksProxyHost", "http.proxyPort", "https.proxyPort");
        names.forEach(
                name -> System.setProperty(name, name.endsWith("Port") ? String.valueOf(trap.port()) : "127.0.0.1"));
        System.setProperty("socksProxyPort", String.valueOf(trap.port()));
        System.setProperty("http.nonProxyHosts", "");
        try {
            OutboundHttp fresh = open(OutboundHttp.open());

            Answer answer =
                    fresh.post(url("http://hooks.test:" + receiver.port() + "/"), loopback(), Map.of(), BODY, LONG);

            assertThat(received(answer).status()).isEqualTo(200);
            assertThat(trap.connections()).isZero();
        } finally {
            names.forEach(System::clearProperty);
            System.clearProperty("socksProxyPort");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    // What is answered

    @Test
    void tellsTheAnswerAsItIs() {
        Receiver receiver = open(Receiver.start(Receiver.saying(
                "HTTP/1.1 503 Sorry", "Retry-After: 120", "X-A: 1", "x-a: 2", "Content-Length: 4", "", "busy")));

        Answer.Received answer = received(post(receiver));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers())
                .contains(new HeaderLine("X-A", "1"), new HeaderLine("x-a", "2"), new HeaderLine("Retry-After", "120"));
        assertThat(answer.retryAfter()).contains("120");
        assertThat(text(answer)).isEqualTo("busy");
        assertThat(answer.cut()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 304, 400, 410, 429, 500, 599, 999})
    void tellsEveryStatus(int status) {
        Receiver receiver =
                open(Receiver.start(Receiver.saying("HTTP/1.1 " + status + " X", "Content-Length: 0", "", "")));

        Answer.Received answer = received(post(receiver));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.bodyStart()).isEmpty();
        assertThat(answer.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        Receiver trap = open(Receiver.start(Receiver.ok()));
        for (String location : List.of("http://169.254.169.254/", "http://127.0.0.1:" + trap.port() + "/")) {
            Receiver receiver = open(Receiver.start(Receiver.saying(
                    "HTTP/1.1 " + status + " Moved", "Location: " + location, "Content-Length: 0", "", "")));

            assertThat(received(post(receiver)).status()).isEqualTo(status);
            assertThat(receiver.requests()).hasSize(1);
        }
        assertThat(trap.connections()).isZero();
    }

    @Test
    void repeatsNothingAndSendsNoPassword() {
        for (String status :
                List.of("401 Unauthorized", "407 Proxy", "408 Timeout", "421 No", "425 Early", "503 Busy")) {
            Receiver receiver = open(Receiver.start(Receiver.saying(
                    "HTTP/1.1 " + status,
                    "WWW-Authenticate: Basic realm=\"a\"",
                    "Proxy-Authenticate: Negotiate",
                    "Retry-After: 0",
                    "Content-Length: 0",
                    "",
                    "")));

            assertThat(received(post(receiver)).status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void keepsNoCookie() {
        Receiver receiver = open(Receiver.start(
                Receiver.saying("HTTP/1.1 200 OK", "Set-Cookie: a=b; Path=/", "Content-Length: 0", "", "")));

        post(receiver);
        post(receiver);

        assertThat(receiver.requests())
                .hasSize(2)
                .allMatch(request -> request.header("Cookie").isEmpty());
    }

    @Test
    void unpacksNothing() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[10_000_000]);
        }
        byte[] bomb = packed.toByteArray();
        Receiver receiver = open(Receiver.start((request, out, socket) -> {
            out.write(Receiver.text(
                    "HTTP/1.1 200 OK", "Content-Encoding: gzip", "Content-Length: " + bomb.length, "", ""));
            out.write(bomb);
        }));

        Answer.Received answer = received(post(receiver));

        assertThat(answer.bodyStart()).startsWith(0x1f, 0x8b).hasSizeLessThanOrEqualTo(OutboundHttp.MAX_BODY);
        assertThat(receiver.requests().getFirst().header("Accept-Encoding")).isEmpty();
    }

    @Test
    void readsABodyOfTheGreatestSizeWhole() {
        Receiver receiver = open(Receiver.start((request, out, socket) -> {
            out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: " + OutboundHttp.MAX_BODY, "", ""));
            out.write(new byte[OutboundHttp.MAX_BODY]);
        }));

        for (int i = 0; i < 2; i++) {
            Answer.Received answer = received(post(receiver));
            assertThat(answer.bodyStart()).hasSize(OutboundHttp.MAX_BODY);
            assertThat(answer.cut()).isFalse();
        }
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 9999999999", "Transfer-Encoding: chunked", "Connection: close"})
    void cutsAnEndlessBodyAndHangsUp(String framing) {
        AtomicLong written = new AtomicLong();
        CompletableFuture<Void> hungUp = new CompletableFuture<>();
        Receiver receiver = open(Receiver.start((request, out, socket) -> {
            out.write(Receiver.text("HTTP/1.1 200 OK", framing, "", ""));
            byte[] part = framing.endsWith("chunked")
                    ? Receiver.text("400", "a".repeat(1024), "")
                    : "a".repeat(1024).getBytes(StandardCharsets.US_ASCII);
            try {
                while (true) {
                    out.write(part);
                    written.addAndGet(part.length);
                }
            } catch (IOException e) {
                hungUp.complete(null);
                throw e;
            }
        }));

        Answer.Received answer = received(post(receiver));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.cut()).isTrue();
        assertThat(text(answer)).isEqualTo("a".repeat(OutboundHttp.MAX_BODY));
        assertThat(hungUp).succeedsWithin(5, TimeUnit.SECONDS);
        assertThat(written.get()).isLessThan(32_000_000);
    }

    @Test
    void passesOverInformationOnTheWay() {
        Receiver receiver = open(Receiver.start(Receiver.saying(
                "HTTP/1.1 103 Early Hints", "Link: </a>", "", "HTTP/1.1 202 Accepted", "Content-Length: 0", "", "")));

        assertThat(received(post(receiver)).status()).isEqualTo(202);
    }

    // What can go wrong

    @Test
    void tellsThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }

        assertThat(failed(post("http://hooks.test:" + port + "/", loopback())))
                .isEqualTo(new Answer.Failed(Failure.CONNECT_REFUSED, "the connection was refused"));
    }

    @Test
    void tellsThatAReceiverHangsUp() {
        for (Receiver.Answering answering : List.<Receiver.Answering>of(
                (request, out, socket) -> socket.close(),
                (request, out, socket) -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                },
                (request, out, socket) -> {
                    out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 1", ""));
                    socket.close();
                },
                (request, out, socket) -> {
                    out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 100", "", "half"));
                    socket.close();
                },
                (request, out, socket) -> {
                    out.write(Receiver.text("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "5", "hal"));
                    socket.close();
                })) {
            Receiver receiver = open(Receiver.start(answering));

            assertThat(failed(post(receiver)).failure()).isEqualTo(Failure.CLOSED);
            assertThat(receiver.requests()).hasSize(1);
        }
    }

    @Test
    void tellsThatAnAnswerIsNotHttp() {
        for (String[] lines : List.of(
                new String[] {"SSH-2.0-OpenSSH_9.2", "", "", ""},
                new String[] {"220 mail.example ESMTP", "250 ok", "", ""},
                new String[] {"-ERR unknown command 'POST'", "", ""},
                new String[] {"HTTP/1.1 abc OK", "", ""},
                new String[] {"HTTP/1.1 -20 OK", "", ""},
                new String[] {"HTTP/2.0 200 OK", "", ""},
                new String[] {"HTTP/1.1 200 OK", "no colon", "", ""},
                new String[] {"HTTP/1.1 200 OK", "Content-Length: x", "", "a"},
                new String[] {"HTTP/1.1 200 OK", "Content-Length: -5", "", "a"},
                new String[] {"HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "zz", "a"},
                new String[] {"HTTP/1.1 200 OK", "X: " + "a".repeat(9000), "", ""},
                new String[] {"HTTP/1.1 200 OK" + "\r\nX: a".repeat(101), "", ""},
                new String[] {"a".repeat(9000), "", ""})) {
            Receiver receiver = open(Receiver.start((request, out, socket) -> {
                out.write(Receiver.text(lines));
                out.flush();
                Thread.sleep(200);
                socket.close();
            }));

            assertThat(post(receiver))
                    .as(lines[0].substring(0, Math.min(40, lines[0].length())))
                    .isInstanceOf(Answer.Failed.class)
                    .extracting(answer -> ((Answer.Failed) answer).failure())
                    .isEqualTo(Failure.MALFORMED);
        }
    }

    @Test
    void anEndlessHeadEnds() {
        for (String part : List.of("X-A: b\r\n", "aaaaaaaa", "\r\n", "HTTP/1.1 100 Continue\r\n\r\n")) {
            Receiver receiver = open(Receiver.start((request, out, socket) -> {
                out.write(Receiver.text("HTTP/1.1 " + (part.startsWith("HTTP") ? "100" : "200") + " OK", ""));
                if (part.equals("\r\n") || part.startsWith("HTTP")) {
                    out.write(Receiver.text("", ""));
                }
                while (true) {
                    out.write(part.repeat(100).getBytes(StandardCharsets.US_ASCII));
                }
            }));
            long before = System.nanoTime();

            Answer answer = http.post(
                    url("http://hooks.test:" + receiver.port() + "/"),
                    loopback(),
                    Map.of(),
                    BODY,
                    Duration.ofSeconds(2));

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
            if (!part.equals("\r\n")) {
                assertThat(failed(answer).failure()).isIn(Failure.MALFORMED, Failure.TIMEOUT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "head", "body", "chunks", "empty lines"})
    void aSlowAnswerEndsWhenTheTimeIsUp(String drip) {
        Receiver receiver = open(Receiver.start((request, out, socket) -> {
            String start = switch (drip) {
                case "body" -> "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
                case "chunks" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
                case "head" -> "HTTP/1.1 200 OK\r\nX-A: ";
                default -> "";
            };
            out.write(start.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                Thread.sleep(50);
                if (!drip.equals("nothing")) {
                    out.write((drip.equals("chunks") ? "1\r\na\r\n" : drip.startsWith("empty") ? "\r" : "a")
                            .getBytes(StandardCharsets.US_ASCII));
                }
            }
        }));

        assertEndsInTime("http://hooks.test:" + receiver.port() + "/");
    }

    @Test
    void aReceiverThatNeverAcceptsEndsWhenTheTimeIsUp() throws IOException {
        ServerSocket deaf = open(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));

        assertEndsInTime("http://hooks.test:" + deaf.getLocalPort() + "/");
        assertEndsInTime("https://hooks.test:" + deaf.getLocalPort() + "/");
    }

    @Test
    void aHandshakeThatDripsEndsWhenTheTimeIsUp() throws IOException {
        ServerSocket dripping = open(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        Thread.ofVirtual().start(() -> {
            try (Socket socket = dripping.accept()) {
                // A handshake record of 16,384 bytes, byte by byte.
                socket.getOutputStream().write(new byte[] {22, 3, 3, 64, 0});
                while (true) {
                    Thread.sleep(50);
                    socket.getOutputStream().write(2);
                }
            } catch (IOException | InterruptedException e) {
                // hung up
            }
        });

        assertEndsInTime("https://hooks.test:" + dripping.getLocalPort() + "/");
    }

    @Test
    void aReceiverThatReadsNothingEndsWhenTheTimeIsUp() throws IOException {
        ServerSocket deaf = open(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        long before = System.nanoTime();

        Answer answer = http.post(
                url("http://hooks.test:" + deaf.getLocalPort() + "/"),
                loopback(),
                Map.of(),
                new byte[50_000_000],
                SHORT);

        assertThat(failed(answer).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void tellsThatNoConnectionComesAbout() throws Exception {
        try (OutboundHttp impatient = new OutboundHttp(javax.net.ssl.SSLContext.getDefault(), Duration.ofMillis(200));
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            fill(full);

            Answer answer = impatient.post(
                    url("http://hooks.test:" + full.getLocalPort() + "/"), loopback(), Map.of(), BODY, LONG);

            assertThat(failed(answer).failure()).isEqualTo(Failure.CONNECT_TIMEOUT);
        }
    }

    /** Makes connections until the system holds no more for a server that accepts none. */
    private void fill(ServerSocket server) {
        try {
            while (true) {
                Socket socket = open(new Socket());
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            }
        } catch (IOException e) {
            // full
        }
    }

    @Test
    void failuresTellNothingOfTheRequest() {
        Receiver receiver = open(Receiver.start((request, out, socket) -> socket.close()));

        Answer answer = http.post(
                url("http://hooks.test:" + receiver.port() + "/secret?token=secret"),
                loopback(),
                Map.of("X-Secret", "secret"),
                BODY,
                LONG);

        assertThat(failed(answer).detail()).doesNotContain("secret", "127.0.0.1", "hooks.test");
    }

    // Connections

    @Test
    void keepsAConnectionForTheNext() {
        Receiver receiver = open(Receiver.start(Receiver.ok()));

        for (int i = 0; i < 20; i++) {
            received(post(receiver));
        }

        assertThat(receiver.requests()).hasSize(20);
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void doesNotUseAConnectionThatWasClosedInTheMeantime() throws Exception {
        Receiver receiver = open(Receiver.start((request, out, socket) -> {
            out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 0", "", ""));
            out.flush();
            socket.close();
        }));

        for (int i = 0; i < 3; i++) {
            assertThat(received(post(receiver)).status()).isEqualTo(200);
            Thread.sleep(150);
        }
        assertThat(receiver.connections()).isEqualTo(3);
    }

    @Test
    void closesAConnectionThatNobodyUses() {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        Receiver receiver = open(Receiver.start((request, out, socket) -> {
            out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 0", "", ""));
            out.flush();
            end.complete(socket.getInputStream().read());
        }));

        post(receiver);

        assertThat(end).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(-1);
    }

    @Test
    void servesManyAtOnce() {
        Receiver receiver = open(Receiver.start(Receiver.ok()));
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(CompletableFuture.supplyAsync(
                    () -> post(receiver), task -> Thread.ofVirtual().start(task)));
        }

        assertThat(all)
                .allSatisfy(each -> assertThat(received(each.join()).status()).isEqualTo(200));
        assertThat(receiver.requests()).hasSize(500);
        assertThat(receiver.connections()).isLessThanOrEqualTo(128);
    }

    @Test
    void aSlowReceiverHoldsUpNoOther() {
        Receiver slow = open(Receiver.start((request, out, socket) -> Thread.sleep(60_000)));
        Receiver quick = open(Receiver.start(Receiver.ok()));
        for (int i = 0; i < 300; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    post(slow);
                } catch (IllegalStateException e) {
                    // the test is over
                }
            });
        }
        Eventually.await("the slow one is busy", LONG, () -> slow.requests().size() >= 100);
        long before = System.nanoTime();

        assertThat(received(post(quick)).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void endsWhatIsUnderWayWhenItIsClosed() {
        Receiver slow = open(Receiver.start((request, out, socket) -> Thread.sleep(60_000)));
        CompletableFuture<Answer> underWay = CompletableFuture.supplyAsync(
                () -> post(slow), task -> Thread.ofVirtual().start(task));
        Eventually.await("it is under way", LONG, () -> slow.requests().size() == 1);

        http.close();

        assertThat(underWay).failsWithin(5, TimeUnit.SECONDS);
        assertThatThrownBy(() -> post(slow)).isInstanceOf(IllegalStateException.class);
        Eventually.await(
                "its thread has ended",
                LONG,
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("saltgate-outbound-clock") && thread.isAlive()));
    }

    private static final class HostProbe implements Receiver.Answering {

        private String host = "";

        @Override
        public void answer(Receiver.Request request, java.io.OutputStream out, Socket socket) throws Exception {
            host = request.header("Host").orElse("");
            Receiver.ok().answer(request, out, socket);
        }
    }

    private void assertEndsInTime(String url) {
        long before = System.nanoTime();

        Answer answer = http.post(url(url), loopback(), Map.of(), BODY, SHORT);

        assertThat(failed(answer).failure()).isEqualTo(Failure.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(SHORT.minusMillis(5), Duration.ofSeconds(2));
    }

    private Answer post(Receiver receiver) {
        return post("http://hooks.test:" + receiver.port() + "/", loopback());
    }

    private Answer post(String url, Verdict.Allowed where) {
        return http.post(url(url), where, Map.of(), BODY, LONG);
    }

    private static Verdict.Allowed loopback() {
        return allowed("127.0.0.1");
    }

    private static Verdict.Allowed allowed(String... addresses) {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(IpAddresses.parse(address).orElseThrow().toInetAddress());
        }
        return new Verdict.Allowed(all);
    }

    private static Answer.Received received(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Received.class);
        return (Answer.Received) answer;
    }

    private static Answer.Failed failed(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return (Answer.Failed) answer;
    }

    private static String text(Answer.Received answer) {
        return new String(answer.bodyStart(), StandardCharsets.ISO_8859_1);
    }

    private <T extends AutoCloseable> T open(T each) {
        opened.add(each);
        return each;
    }
}
