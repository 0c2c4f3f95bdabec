package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** C8: 240 sign-ins and 450 posts to one invitation at once, each from an address of its own. */
@Tag("alone")
class SignInFloodIT {

    private static final int SIGN_INS = 240;
    private static final int INVITED = 450;

    /** Beside builds and other tests. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final int WARM_UP = 300;

    private static final String SLOW_EMAIL = "slow@example.com";
    private static final String SLOW_FIELDS = "email=" + SLOW_EMAIL.replace("@", "%40") + "&password=not+a+";
    private static final String REST = "password";

    private static final String FORM = "application/x-www-form-urlencoded";

    private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());

    @Test
    void holdsUpNeitherTheGateNorPeopleWhoAreKnown() throws Exception {
        try (SaltgateServer server = SaltgateServer.configure()
                .env("SALTGATE_GATEWAYS", "127.0.0.1")
                .postgres()
                .start()) {
            Console owner = server.signIn();
            owner.enableApi();
            String token = owner.authToken();
            String email = TestAccount.on(server).withFullHash().ownerEmail();
            String invitation = invite(owner, email);
            Console back = server.signIn();
            back.signOut(); // its browser is known
            warmUp(server, token);

            try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                    Socket slow = beginSignIn(server)) {
                List<Future<?>> flood = flood(clients, server, invitation);
                Future<Integer> waiting = clients.submit(() -> waitingForAHash(server.threads()));
                Future<Answer> confirmed = clients.submit(() ->
                        patient(() -> owner.postForm("/signin/confirmation", "password", SaltgateServer.PASSWORD)));
                Future<Answer> known = clients.submit(() -> patient(() ->
                        back.post("/signin", "email", SaltgateServer.EMAIL, "password", SaltgateServer.PASSWORD)));
                Future<String> begunBefore = clients.submit(() -> endSignIn(server, slow));
                while (!flood.stream().allMatch(Future::isDone)) {
                    Instant asked = Instant.now();
                    assertThat(server.verify(token).status()).isEqualTo(200);
                    assertThat(Duration.between(asked, Instant.now())).isLessThan(SOON);
                }
                assertThat(begunBefore.get())
                        .as("the page, with what was typed")
                        .contains(SLOW_EMAIL);
                assertThat(confirmed.get().status()).isEqualTo(303);
                assertThat(known.get().status()).isEqualTo(303);
                assertThat(waiting.get()).isLessThanOrEqualTo(AttemptQueue.STRANGERS + AttemptQueue.KNOWN);
            }

            assertThat(answers).hasSize(SIGN_INS + INVITED).allSatisfy(answer -> {
                assertThat(answer.status()).isIn(409, 422, 429, 503);
                if (answer.status() == 429 || answer.status() == 503) {
                    assertThat(answer.header("Retry-After")).matches("[0-9]+");
                }
            });
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 503)
                    .hasSizeGreaterThan(SIGN_INS)
                    .allSatisfy(SignInFloodIT::isAPageOfOurs);
            Thread.sleep(1_000); // until there is room again
            for (int i = 0; i < 12; i++) { // one comes back in a minute
                post(
                        server,
                        invitation,
                        "2001:db8:ffff:" + i + "::1",
                        "name",
                        "Mallory",
                        "password",
                        "a long password");
            }
            assertThat(answers.getLast().status()).isEqualTo(429);
            assertThat(answers.getLast().header("Retry-After")).matches("[0-9]+");
            Console invited = Console.at(server).signIn(email, SaltgateServer.PASSWORD);
            assertThat(invited.postForm(invitation).location()).isEqualTo("/accounts/acme/settings/api");
        }
    }

    /** A server that has compiled nothing yet computes at a fraction of its speed, which is not what this is about. */
    private static void warmUp(SaltgateServer server, String token) {
        for (int i = 0; i < WARM_UP; i++) {
            server.verify(token);
            Http.get(server.address() + "/signin");
            Http.get(server.address() + "/no-such-page");
        }
    }

    private List<Future<?>> flood(ExecutorService clients, SaltgateServer server, String invitation) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < SIGN_INS + INVITED; i++) {
            String address = "2001:db8:" + Integer.toHexString(i) + "::1";
            String[] signIn = {"email", "nobody" + i + "@example.com", "password", "not a password of anyone"};
            String[] join = {"name", "Mallory", "password", "a password to be hashed"};
            boolean invited = i >= SIGN_INS;
            all.add(clients.submit(() -> {
                start.await();
                post(server, invited ? invitation : "/signin", address, invited ? join : signIn);
                return null;
            }));
        }
        start.countDown();
        return all;
    }

    /** Sends half of a form: it is let in while there is room. */
    private static Socket beginSignIn(SaltgateServer server) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(60_000);
        String head = "POST /signin HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nOrigin: " + server.url()
                + "\r\nX-Forwarded-For: 203.0.113.77\r\nConnection: close\r\nContent-Type: " + FORM
                + "\r\nContent-Length: " + (SLOW_FIELDS.length() + REST.length()) + "\r\n\r\n" + SLOW_FIELDS;
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Sends the rest while others are refused unread, and reads the answer. */
    private static String endSignIn(SaltgateServer server, Socket socket) throws IOException {
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger unread = new AtomicInteger();
            AtomicBoolean ended = new AtomicBoolean();
            for (int i = 0; i < 16; i++) {
                String address = "203.0.113." + i;
                others.submit(() -> {
                    while (!ended.get()) {
                        Answer answer = Http.send(
                                "POST",
                                server.address() + "/signin",
                                "",
                                "Origin",
                                server.url(),
                                "X-Forwarded-For",
                                address);
                        unread.addAndGet("close".equalsIgnoreCase(answer.header("Connection")) ? 1 : 0);
                    }
                });
            }
            try {
                Eventually.await("refusals", Duration.ofSeconds(60), () -> unread.get() > 300);
                socket.getOutputStream().write(REST.getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } finally {
                ended.set(true);
            }
        }
    }

    private void post(SaltgateServer server, String path, String address, String... fields) {
        answers.add(Http.send(
                "POST",
                server.address() + path,
                Http.form(fields),
                "Content-Type",
                FORM,
                "Origin",
                server.url(),
                "X-Forwarded-For",
                address));
    }

    /** Whether it was turned away at the listener or by the application. */
    private static void isAPageOfOurs(Answer answer) {
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(answer.body()).contains("</html>");
    }

    /** As a person who is told to try again in a few seconds. */
    private static Answer patient(Supplier<Answer> attempt) throws InterruptedException {
        Answer answer = attempt.get();
        for (int i = 0; i < 3 && answer.status() == 503; i++) {
            Thread.sleep(1_000);
            answer = attempt.get();
        }
        return answer;
    }

    private static int waitingForAHash(String dump) {
        int waiting = 0;
        for (String thread : dump.split("\n\n")) {
            if (thread.contains("io.saltgate.signin.passwords.PasswordHasher.")
                    || thread.contains("signin.AttemptQueue")) {
                waiting++;
            }
        }
        return waiting;
    }

    private static String invite(Console owner, String email) {
        Answer invited = owner.postForm(owner.path("/settings/team/invitations"), "email", email, "role", "DEVELOPER");
        return invited.body().replaceAll("(?s).*(/invitation/[0-9A-Za-z]{43}).*", "$1");
    }
}
