package io.saltgate.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Deliveries a second: events of one kilobyte that wait in PostgreSQL, for sixteen endpoints of four accounts, at a
 * receiver on this machine that answers at once (nginx). PostgreSQL makes every commit durable.
 */
final class Webhooks implements AutoCloseable {

    private static final int ACCOUNTS = 4;
    private static final int ENDPOINTS = 4;
    private static final int WAITING = 1_000_000;
    private static final int RUNS = 5;
    private static final double HALF = 0.5;
    private static final int ENTRIES = 10_000;
    private static final int EMPTY_ACCOUNTS = 5;
    private static final String KEY = "a-key-of-the-benchmark-0123456789";
    private static final String HEAP = "1g";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private record Endpoint(UUID account, UUID id) {}

    private final HttpClient client = HttpClient.newHttpClient();
    private final DurablePostgres postgres;
    private final Child nginx;
    private final Child payara;
    private final int port = Child.freePort();
    private final int receiver = Child.freePort();
    private final List<Endpoint> endpoints = new ArrayList<>();

    Webhooks(Path home, Path war) throws IOException, InterruptedException {
        postgres = new DurablePostgres(home.resolve("postgres"));
        nginx = Servers.receiver(home.resolve("receiver"), receiver);
        payara = Servers.sender(home, port, war, address(), KEY, HEAP);
    }

    private String address() {
        return postgres.address();
    }

    void measure(Figures figures, int events) throws Exception {
        for (int i = 0; i < ACCOUNTS; i++) {
            UUID account = account("sender-" + i);
            for (int n = 0; n < ENDPOINTS; n++) {
                endpoints.add(endpoint(account, "sender-" + i, receiver, "/" + n));
            }
        }
        send(events / 2); // warm-up
        Duration before = payara.cpu();
        double perSecond = send(events);
        double micros = payara.cpu().minus(before).toNanos() / 1e3 / events;
        figures.addAtLeast(
                "webhooks.per_second", "webhooks delivered a second, 16 endpoints, all durable", perSecond, 1_000);
        figures.add("webhooks.cpu.micros", "of them, microseconds of the server's processors for each", micros);

        long heap = Machine.liveHeap(payara);
        UUID account = account("waiting");
        // It takes connections and never answers.
        try (ServerSocket hole = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint waiting = endpoint(account, "waiting", hole.getLocalPort(), "/");
            put(List.of(waiting), WAITING);
            double[] beside = new double[RUNS];
            for (int i = 0; i < RUNS; i++) {
                beside[i] = send(events);
            }
            Arrays.sort(beside);
            figures.add(
                    "webhooks.million.per_second",
                    "webhooks delivered a second beside 1,000,000 that wait, median of five",
                    beside[RUNS / 2]);
            figures.addAtLeast(
                    "webhooks.million.ratio",
                    "webhooks beside 1,000,000 that wait, to without: the worst of five",
                    beside[0] / perSecond,
                    HALF);
            postgres.restart();
            figures.addAtLeast(
                    "webhooks.million.restarted.ratio",
                    "the same right after PostgreSQL was restarted",
                    send(events) / perSecond,
                    HALF);
            forgetStatistics();
            figures.addAtLeast(
                    "webhooks.million.unknown.ratio",
                    "the same where PostgreSQL has no statistics of the tables",
                    send(events) / perSecond,
                    HALF);
            figures.addAtMost(
                    "webhooks.million.heap.growth.mib",
                    "live heap with 1,000,000 webhooks waiting, growth in MiB",
                    Machine.liveHeap(payara) - heap,
                    64);
            disable(figures);
        }
    }

    /** Of the account with 1,000,000 deliveries, which gets a long whitelist too, beside accounts that have nothing. */
    private void disable(Figures figures) throws IOException, InterruptedException {
        String entries = IntStream.range(0, ENTRIES)
                .mapToObj(i -> "\"10." + i / 256 + "." + i % 256 + ".0/24\"")
                .collect(Collectors.joining(","));
        send("PUT", "/accounts/waiting/ip-whitelist", "{\"entries\":[" + entries + "]}");
        double[] empty = new double[EMPTY_ACCOUNTS];
        for (int i = 0; i < EMPTY_ACCOUNTS; i++) {
            account("empty-" + i);
            empty[i] = millisToDisable("empty-" + i);
        }
        Arrays.sort(empty);
        double large = millisToDisable("waiting");
        figures.add("disable.millis", "disabling an empty account's API, in milliseconds", empty[EMPTY_ACCOUNTS / 2]);
        figures.addAtMost(
                "disable.million.more.millis",
                "disabling one with 1,000,000 deliveries waiting and 10,000 entries: milliseconds more",
                large - empty[EMPTY_ACCOUNTS / 2],
                100);
    }

    private double millisToDisable(String slug) throws IOException, InterruptedException {
        long began = System.nanoTime();
        post("/accounts/" + slug + "/api/deactivation", "{}");
        return (System.nanoTime() - began) / 1e6;
    }

    /** @return deliveries a second, over the middle of them */
    private double send(int events) throws SQLException, InterruptedException {
        long done = succeeded();
        put(endpoints, events);
        long from = done + events / 10;
        long to = done + events * 9L / 10;
        long firstAt = awaitSucceeded(from);
        long first = succeeded();
        long lastAt = awaitSucceeded(to);
        long last = succeeded();
        awaitSucceeded(done + events);
        return (last - first) * 1e9 / (lastAt - firstAt);
    }

    private long awaitSucceeded(long count) throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (succeeded() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("webhooks don't get done");
            }
            Thread.sleep(50);
        }
        return System.nanoTime();
    }

    /** By the hourly sums: counting rows would be a load of its own. */
    private long succeeded() throws SQLException {
        try (Connection connection = connect();
                PreparedStatement query =
                        connection.prepareStatement("select coalesce(sum(succeeded), 0) from webhook_hour");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** As before the first {@code analyze}: a table is taken to be small. */
    private void forgetStatistics() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from pg_statistic where starelid in"
                    + " (select oid from pg_class where relname like 'webhook%')");
            statement.executeUpdate("update pg_class set reltuples = -1, relpages = 0 where relname like 'webhook%'");
        }
    }

    /** As so many calls would have left them. */
    private void put(List<Endpoint> to, int events) throws SQLException {
        String payload = "{\"text\":\"" + "x".repeat(1_000) + "\"}";
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (Endpoint endpoint : to) {
                try (PreparedStatement insert = connection.prepareStatement("with told as (insert into webhook_event"
                        + " select ?, gen_random_uuid(), 'document.completed', 'd' || n, ?, current_timestamp, false"
                        + " from generate_series(1, ?) n returning account_id, id)"
                        + " insert into webhook_delivery (account_id, id, endpoint_id, event_id, cause, generation, state,"
                        + " due_at, attempts, created_at) select account_id, gen_random_uuid(), ?, id, 'EVENT', 1,"
                        + " 'PENDING', current_timestamp, 0, current_timestamp from told")) {
                    insert.setObject(1, endpoint.account());
                    insert.setString(2, events == WAITING ? "{}" : payload);
                    insert.setInt(3, events / to.size());
                    insert.setObject(4, endpoint.id());
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(address(), "postgres", "postgres");
    }

    private UUID account(String slug) throws IOException, InterruptedException {
        JsonObject account = post("/accounts", "{\"name\":\"Sender\",\"slug\":\"" + slug + "\"}");
        post("/accounts/" + slug + "/api/activation", "{}");
        return UUID.fromString(account.getString("id"));
    }

    private Endpoint endpoint(UUID account, String slug, int at, String path) throws IOException, InterruptedException {
        JsonObject made = post(
                "/accounts/" + slug + "/webhooks", "{\"url\":\"http://127.0.0.1:" + at + path + "\",\"types\":[]}");
        return new Endpoint(account, UUID.fromString(made.getString("id")));
    }

    private JsonObject post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body);
    }

    private JsonObject send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + answer.body());
        }
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject().getJsonObject("data");
        }
    }

    @Override
    public void close() throws IOException {
        payara.close();
        nginx.close();
        postgres.close();
    }
}
