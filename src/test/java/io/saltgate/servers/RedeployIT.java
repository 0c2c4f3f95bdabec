package io.saltgate.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.Receiver;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Deploys again and again while calls and events come in, on the servers that can. */
@Tag("servers")
@Tag("alone")
class RedeployIT {

    private static final int REDEPLOYS = 10;
    private static final Pattern EVENT_ID = Pattern.compile("\"eventId\":\"([^\"]+)\"");

    /** A time in which calls may fail, in nanoseconds. */
    private record Window(long from, long to) {
        boolean covers(long moment) {
            return from <= moment && moment <= to;
        }

        double seconds() {
            return (to - from) / 1e9;
        }
    }

    /** A call that wasn't allowed. */
    private record Failure(long began, long ended, String what) {}

    @TempDir
    private Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong allowed = new AtomicLong();
    private final Collection<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Collection<String> let = new ConcurrentLinkedQueue<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    /** The first redeployment comes before anybody has asked the gate, which once stopped it for good on GlassFish. */
    @ParameterizedTest
    @MethodSource("io.saltgate.servers.ServedSaltgate#redeployingServers")
    void tenRedeploymentsUnderLoadLoseOnlyTheCallsOfThoseSeconds(String server) throws Exception {
        try (ServedSaltgate saltgate = new ServedSaltgate(server, Path.of(""), folder);
                Receiver receiver = Receiver.start(Receiver.ok())) {
            saltgate.start();
            saltgate.redeploy();
            Console owner = saltgate.firstRun();
            owner.enableApi();
            ServersIT.addEndpoint(owner, receiver);
            owner.regenerate();
            String token = owner.authToken();

            List<Window> windows = new ArrayList<>();
            try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    load.submit(() -> call(saltgate, token));
                }
                load.submit(() -> callWithoutAToken(saltgate));
                load.submit(() -> handInEvents(saltgate));
                redeploy(saltgate, windows);
            }

            System.out.printf(
                    "%s: %d calls allowed, %d lost in %d redeployments of %.1f s each, %d events accepted%n",
                    server,
                    allowed.get(),
                    failures.size(),
                    REDEPLOYS,
                    windows.stream().mapToDouble(Window::seconds).average().orElseThrow(),
                    accepted.size());
            assertThat(failures)
                    .allMatch(each -> windows.stream()
                            .anyMatch(window -> window.covers(each.began()) || window.covers(each.ended())));
            assertThat(let).as("calls without a valid token").isEmpty();
            assertThat(allowed.get()).isGreaterThan(100);
            assertThat(accepted).isNotEmpty();
            Eventually.await(
                    () -> "delivered: " + missing(receiver),
                    Duration.ofSeconds(90),
                    () -> missing(receiver).isEmpty());
            assertThat(owner.verify(token).status()).isEqualTo(200);
            assertThat(Console.at(saltgate)
                            .signIn(ServedSaltgate.EMAIL, ServedSaltgate.PASSWORD)
                            .authToken())
                    .isEqualTo(token);
            saltgate.stop();
        }
    }

    private void redeploy(ServedSaltgate saltgate, List<Window> windows) {
        try {
            for (int i = 0; i < REDEPLOYS; i++) {
                Eventually.pause(1_000);
                long from = System.nanoTime();
                saltgate.redeploy();
                windows.add(new Window(from, System.nanoTime()));
            }
            Eventually.pause(1_000);
        } finally {
            over.set(true);
        }
    }

    private void call(ServedSaltgate saltgate, String token) {
        while (!over.get()) {
            long began = System.nanoTime();
            String what = ask(saltgate, token);
            if (what.equals("200")) {
                allowed.incrementAndGet();
            } else {
                failures.add(new Failure(began, System.nanoTime(), what));
            }
            Eventually.pause(25);
        }
    }

    private void callWithoutAToken(ServedSaltgate saltgate) {
        while (!over.get()) {
            for (String path : List.of("/verify", "/verify/%25zz")) {
                String what = ask(saltgate.address() + path);
                if (what.startsWith("2")) {
                    let.add(path + " " + what);
                }
            }
            Eventually.pause(25);
        }
    }

    /** Hands in an event once in a while; those that are accepted have to arrive. */
    private void handInEvents(ServedSaltgate saltgate) {
        while (!over.get()) {
            try {
                Eventually.pause(200);
                Answer answer = Http.send(
                        "POST",
                        saltgate.address() + "/api/v1/accounts/acme/events",
                        "{\"type\":\"document.completed\",\"payload\":{\"pages\":3}}",
                        "Authorization",
                        "Bearer " + ServedSaltgate.OPERATOR_KEY,
                        "Content-Type",
                        "application/json");
                Matcher id = EVENT_ID.matcher(answer.body());
                if (answer.status() == 202 && id.find()) {
                    accepted.add(id.group(1));
                }
            } catch (UncheckedIOException e) {
                // it was not accepted
            }
        }
    }

    private List<String> missing(Receiver receiver) {
        StringBuilder all = new StringBuilder();
        receiver.requests().forEach(each -> all.append(each.head()).append(new String(each.body())));
        return accepted.stream().filter(id -> all.indexOf(id) < 0).toList();
    }

    private static String ask(ServedSaltgate saltgate, String token) {
        return ask(saltgate.address() + "/verify", "X-Auth-Token", token);
    }

    /** Gives the status, or why there is none. */
    private static String ask(String url, String... headers) {
        try {
            return Integer.toString(Http.get(url, headers).status());
        } catch (UncheckedIOException e) {
            return String.valueOf(e.getCause());
        }
    }
}
