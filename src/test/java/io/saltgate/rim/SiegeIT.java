package io.saltgate.rim;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C7, C8 and C9, all at once: slow bodies of every kind, a flood of passwords and of resets, and the gate answers. */
@Tag("alone")
class SiegeIT {

    private static final Duration SIEGE = Duration.ofSeconds(20);
    private static final int SLOW_BODIES = 400;
    private static final int SIGN_INS = 450;
    private static final int RESETS = 40;
    private static final int CONNECTIONS_EACH = 20;
    private static final long LOG_BOUND = 200_000;
    private static final Pattern LINK = Pattern.compile("/invitation/[0-9A-Za-z_-]+");

    @ParameterizedTest
    @MethodSource(SaltgateServer.SERVERS)
    void losesNoAnswerOfTheGate(SaltgateServer.Payara payara) throws Exception {
        try (SaltgateServer server = SaltgateServer.configure()
                .payara(payara)
                .gatePort()
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .env("SALTGATE_GATEWAYS", "127.0.0.1")
                .start()) {
            Console owner = server.signIn();
            owner.enableApi();
            String token = owner.authToken();
            String invitation = invite(server);
            long logBefore = server.log().length();
            Gate main = new Gate(server.port(), token);
            Gate gateways = new Gate(server.gatePort(), token);
            AtomicBoolean over = new AtomicBoolean();
            Map<Integer, AtomicLong> told = new ConcurrentHashMap<>();
            try (SlowBodies slow = new SlowBodies(server.port(), SLOW_BODIES, token, SaltgateServer.OPERATOR_KEY);
                    ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Gate gate : List.of(main, gateways)) {
                    for (int i = 0; i < 4; i++) {
                        clients.submit(() -> gate.askUntil(over));
                    }
                }
                flood(clients, SIGN_INS, i -> count(told, signIn(server, i)));
                flood(clients, SIGN_INS, i -> count(told, accept(server, invitation, i)));
                flood(clients, RESETS, i -> reset(server.port()));

                try {
                    besiege(server, owner);
                } finally {
                    over.set(true);
                }
            }

            main.assertLostNone();
            gateways.assertLostNone();
            assertThat(told.keySet()).as("%s", told).isSubsetOf(200, 303, 401, 404, 409, 410, 422, 429, 503);
            assertThat(server.log().length() - logBefore).isLessThan(LOG_BOUND);
            assertThat(server.isAlive()).isTrue();
        }
    }

    /**
     * The server keeps answers that nobody reads in memory, which is 512 MB here; one client asks for 20 MB at a time.
     */
    @ParameterizedTest
    @MethodSource(SaltgateServer.SERVERS)
    void outlivesClientsThatDoNotReadTheirAnswers(SaltgateServer.Payara payara) throws IOException {
        String request = "GET /theme/uplot/uPlot.iife.min.js HTTP/1.1\r\nHost: a\r\n\r\n";
        List<RawClient> clients = new ArrayList<>();
        try (SaltgateServer server =
                SaltgateServer.configure().payara(payara).gatePort().start()) {
            for (int i = 0; i < 400; i++) {
                RawClient client = new RawClient(server.port(), 1024);
                clients.add(client);
                try {
                    client.send(request.repeat(400));
                } catch (IOException e) {
                    // the server has closed it, as it may
                }
            }
            Eventually.pause(5_000);

            assertThat(server.isAlive()).isTrue();
            assertThat(server.verify("x").status()).isEqualTo(401);
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    /** Meanwhile the server is healthy, and its owner can stop all calls. */
    private static void besiege(SaltgateServer server, Console owner) throws InterruptedException {
        long end = System.nanoTime() + SIEGE.toNanos();
        while (System.nanoTime() < end) {
            assertThat(Http.get(server.address() + "/health/ready").status()).isEqualTo(200);
            Thread.sleep(500);
        }
        owner.pause();
        owner.resume();
    }

    /** A gateway that asks one question after the other. */
    private static final class Gate {

        private final int port;
        private final String token;
        private final Queue<String> lost = new ConcurrentLinkedQueue<>();
        private final AtomicLong answered = new AtomicLong();
        private final AtomicLong slowest = new AtomicLong();

        Gate(int port, String token) {
            this.port = port;
            this.token = token;
        }

        private void askUntil(AtomicBoolean over) {
            while (!over.get()) {
                long began = System.nanoTime();
                try {
                    String answer = RawClient.exchange(
                            port,
                            "GET /verify HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: close\r\n"
                                    + "X-Auth-Token: " + token + "\r\n\r\n");
                    if (!answer.startsWith("HTTP/1.1 200 ") && !answer.contains("X-Refusal: api.paused")) {
                        lost.add(
                                answer.isEmpty()
                                        ? "nothing"
                                        : answer.lines().findFirst().orElseThrow());
                    }
                } catch (UncheckedIOException e) {
                    lost.add(e.toString());
                }
                answered.incrementAndGet();
                slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
            }
        }

        private void assertLostNone() {
            System.out.printf(
                    "port %d: %d answers, the slowest after %d ms%n", port, answered.get(), slowest.get() / 1_000_000);
            assertThat(lost).isEmpty();
            assertThat(answered.get()).isGreaterThan(100);
        }
    }

    private static void flood(ExecutorService clients, int count, IntConsumer action) {
        for (int i = 0; i < count; i++) {
            int number = i;
            clients.submit(() -> action.accept(number));
        }
    }

    private static void count(Map<Integer, AtomicLong> told, int status) {
        told.computeIfAbsent(status, any -> new AtomicLong()).incrementAndGet();
    }

    private static int signIn(SaltgateServer server, int i) {
        return Http.send(
                        "POST",
                        server.address() + "/signin",
                        Http.form("email", "person" + i + "@example.com", "password", "wrong but long enough"),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Origin",
                        server.url(),
                        "X-Forwarded-For",
                        SlowBodies.address(10_000 + i))
                .status();
    }

    private static int accept(SaltgateServer server, String invitation, int i) {
        return Http.send(
                        "POST",
                        server.address() + invitation,
                        Http.form("name", "Somebody", "password", "wrong but long enough"),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Origin",
                        server.url(),
                        "X-Forwarded-For",
                        SlowBodies.address(20_000 + i))
                .status();
    }

    /** Requests one behind the other, and nobody who takes the answers. */
    private static void reset(int port) {
        String one = "GET /signin HTTP/1.1\r\nHost: a\r\n\r\n";
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS_EACH; i++) {
            RawClient client = new RawClient(port);
            clients.add(client);
            try {
                client.send(one.repeat(200));
            } catch (IOException e) {
                // the server has closed it, as it may
            }
        }
        clients.forEach(RawClient::reset);
    }

    /** Of a person who is known already, for another account. */
    private static String invite(SaltgateServer server) {
        String answer = new OperatorApi(server, SaltgateServer.OPERATOR_KEY)
                .post("/accounts", "{\"name\":\"Other\",\"ownerEmail\":\"" + SaltgateServer.EMAIL + "\"}")
                .body();
        Matcher link = LINK.matcher(answer);
        assertThat(link.find()).as(answer).isTrue();
        return link.group();
    }
}
