package io.saltgate.webhooks;

import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestDatabase;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two nodes over one PostgreSQL, killed at any moment while events come: whatever was accepted arrives. How often they
 * are killed is {@code -Dsaltgate.kills}.
 */
@Tag("alone")
class WebhookSurvivalIT {

    private static final int KILLS = Integer.getInteger("saltgate.kills", 2);

    /** A node's lease is over, and somebody else has tried again. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Map<String, Set<String>> idsByEvent = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> timesById = new ConcurrentHashMap<>();
    private final Map<String, Long> lastByPath = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    @Test
    void everyAcceptedEventArrivesAndNoneTwiceButWhereANodeDied() throws Exception {
        String database = TestDatabase.Postgres.createDatabase();
        try (SaltgateServer one = node(database, null);
                SaltgateServer other = node(database, one);
                Receiver receiver = Receiver.start(this::take)) {
            Subscriber account = Subscriber.on(one);
            account.add(receiver, "/stays");
            List<SaltgateServer> nodes = List.of(one, other);
            Thread backEnd = Thread.ofPlatform().start(() -> tell(account, nodes));
            int removals = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                SaltgateServer victim = nodes.get(kill % 2);
                SaltgateServer survivor = nodes.get(1 - kill % 2);
                String path = "/removed-" + kill;
                String endpoint = account.at(survivor).add(receiver, path);
                Thread.sleep(ThreadLocalRandom.current().nextInt(1_500)); // the moment is meant to be any
                victim.kill9();
                Thread.sleep(200);
                Answer removed = account.at(survivor)
                        .api()
                        .send("DELETE", "/accounts/" + account.slug() + "/webhooks/" + endpoint, null);
                long at = System.nanoTime();
                assertThat(removed.status()).isEqualTo(200);
                victim.restart();
                // An attempt that had begun may still end; nothing begins any more.
                Long last = lastByPath.get(path);
                if (last != null) {
                    removals++;
                    assertThat((last - at) / 1_000_000)
                            .as("ms after the removal")
                            .isLessThan(1_000);
                }
            }
            stopped = true;
            backEnd.join();
            assertThat(accepted).hasSizeGreaterThan(KILLS * 5);
            Eventually.await(
                    "all that was accepted arrives",
                    PATIENCE,
                    () -> idsByEvent.keySet().containsAll(accepted));

            Set<String> interrupted = interrupted(one);
            assertThat(idsByEvent).allSatisfy((event, ids) -> assertThat(ids).hasSize(1));
            List<String> twice = timesById.entrySet().stream()
                    .filter(times -> times.getValue().get() > 1)
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(interrupted).containsAll(twice);
            System.out.printf(
                    "%d kills, %d events accepted, all arrived; %d arrived twice, each after a node's death; %d endpoints"
                            + " removed%n",
                    KILLS, accepted.size(), twice.size(), removals);
        }
    }

    private static SaltgateServer node(String database, SaltgateServer first) {
        SaltgateServer.Builder builder = SaltgateServer.configure()
                .postgres(database)
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .env("SALTGATE_WEBHOOKS_TIMEOUT", "PT2S");
        if (first != null) {
            builder.withoutOwner()
                    .env("SALTGATE_KEYRING", first.dataDir().resolve("keyring").toString());
        }
        return builder.start();
    }

    /** Slowly enough that something is always under way. */
    private void take(Receiver.Request request, OutputStream out, Socket socket) throws Exception {
        String path = request.line().split(" ")[1];
        lastByPath.put(path, System.nanoTime());
        if (path.equals("/stays")) {
            String id = Subscriber.id(request);
            timesById.computeIfAbsent(id, added -> new AtomicInteger()).incrementAndGet();
            idsByEvent
                    .computeIfAbsent(
                            Subscriber.json(request).getString("eventId"), added -> ConcurrentHashMap.newKeySet())
                    .add(id);
        }
        Thread.sleep(ThreadLocalRandom.current().nextInt(60));
        out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 0", "", ""));
    }

    /** Tells events to either node, of which one may be dead. */
    private void tell(Subscriber account, List<SaltgateServer> nodes) {
        for (int i = 0; !stopped; i++) {
            String body = Subscriber.event("document.completed", "d" + i, "{'n':" + i + "}");
            try {
                Answer answer = account.at(nodes.get(i % 2)).post("/events", body);
                if (answer.status() == 202) {
                    accepted.add(data(answer).getString("eventId"));
                }
                Thread.sleep(15);
            } catch (UncheckedIOException e) {
                // It may have been stored or not: nobody was told.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Deliveries that a node left under way when it died. */
    private static Set<String> interrupted(SaltgateServer server) throws Exception {
        Set<String> ids = new HashSet<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select delivery_id from webhook_attempt where outcome = 'INTERRUPTED'")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
