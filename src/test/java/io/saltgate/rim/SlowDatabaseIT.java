package io.saltgate.rim;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestDatabase;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strangers whom a slow database would have to look up, on the port that gateways ask on too. */
@Tag("alone")
class SlowDatabaseIT {

    private static final int CLIENTS = 450;

    /**
     * A thread is held for as long as the database lets a statement wait, three seconds, and for a connection before.
     */
    private static final Duration BOUND = Duration.ofSeconds(3);

    @Test
    void answersTheGateWhileMadeUpSessionsWaitForTheDatabase() throws Exception {
        String url = TestDatabase.Postgres.createDatabase();
        try (SaltgateServer server = SaltgateServer.configure().postgres(url).start();
                Connection locking = DriverManager.getConnection(url, "postgres", "postgres")) {
            Console owner = server.signIn();
            owner.enableApi();
            String token = owner.authToken();
            assertThat(server.verify(token).status()).isEqualTo(200);
            String[] cookie = owner.cookie().split("=", 2);
            String madeUp = cookie[0] + "=" + new StringBuilder(cookie[1]).reverse();
            String madeUpDevice = cookie[0].replace("saltgate", "saltgate-device") + "=" + "a".repeat(43);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger refused = new AtomicInteger();
            List<String> wrong = new ArrayList<>();
            long slowest = 0;
            try (ExecutorService strangers = Executors.newVirtualThreadPerTaskExecutor()) {
                try (Statement statement = locking.createStatement()) {
                    locking.setAutoCommit(false);
                    statement.execute("lock table console_session, invitation, known_device in access exclusive mode");
                }
                for (int i = 0; i < CLIENTS; i++) {
                    String request = switch (i % 3) {
                        case 0 -> "GET /accounts HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: " + madeUp;
                        case 1 -> "GET /invitation/" + "a".repeat(43) + " HTTP/1.1\r\nHost: a\r\nConnection: close";
                        default ->
                            "POST /signin HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\nCookie: "
                                    + madeUpDevice;
                    };
                    strangers.submit(() -> askUntil(over, server.port(), request + "\r\n\r\n", refused));
                }
                Thread.sleep(2000);

                long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
                while (System.nanoTime() < end) {
                    long began = System.nanoTime();
                    int status = server.verify(token).status();
                    slowest = Math.max(slowest, System.nanoTime() - began);
                    if (status != 200) {
                        wrong.add("/verify " + status);
                    }
                    int alive = Http.get(server.address() + "/health/live").status();
                    if (alive != 200) {
                        wrong.add("/health/live " + alive);
                    }
                }
                over.set(true);
                locking.rollback();
            }

            assertThat(wrong).isEmpty();
            assertThat(Duration.ofNanos(slowest)).isLessThan(BOUND);
            assertThat(refused.get()).as("answered 503 at once").isPositive();
            assertThat(owner.apiPage().status()).isEqualTo(200);
        }
    }

    private static void askUntil(AtomicBoolean over, int port, String request, AtomicInteger refused) {
        while (!over.get()) {
            try {
                if (RawClient.exchange(port, request).startsWith("HTTP/1.1 503 ")) {
                    refused.incrementAndGet();
                    Thread.sleep(100);
                }
            } catch (UncheckedIOException e) {
                // it waited in vain, as it may
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
